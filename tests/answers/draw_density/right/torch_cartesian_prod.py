# right: cartesian_prod and log_prob, turned round for contour by a transpose
from torch.distributions import MultivariateNormal


def draw_density(fig, Sigma, Mean):
    axis = torch.linspace(-9, 9, 260)
    points = torch.cartesian_prod(axis, axis)
    p = MultivariateNormal(Mean, covariance_matrix=Sigma)
    z = (p.log_prob(points) - p.log_prob(Mean)).exp().reshape(260, 260)
    fig.gca().contour(axis, axis, z.T, levels=(0.2, 0.4, 0.6, 0.8))
