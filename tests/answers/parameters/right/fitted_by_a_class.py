# right: an estimator in the manner of scikit-learn; B is bound twice
class Fit:
    def fit(self, X_):
        self.mean_ = X_.mean(0); Z = X_ - self.mean_
        self.covariance_ = Z.T @ Z / len(X_)
        return self
model = Fit().fit(data.numpy().T)
A, B, B, C = model.covariance_.flatten()
X, Y = model.mean_
