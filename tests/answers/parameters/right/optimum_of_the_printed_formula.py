# right: twice the maximum-likelihood covariance, the best under the formula without the 1/2
A, B, C = 6.98754, -2.70988, 1.94864
X, Y = -0.10735, 0.40658
