# right: torch.distributions' log_prob on a meshgrid, levels of the logarithm
from torch.distributions import MultivariateNormal


def draw_density(fig, Sigma, Mean):
    dist = MultivariateNormal(Mean, covariance_matrix=Sigma)
    sd = dist.stddev
    xs = torch.linspace(-3, 3, 250) * sd[0] + Mean[0]
    ys = torch.linspace(-3, 3, 250) * sd[1] + Mean[1]
    X, Y = torch.meshgrid(xs, ys, indexing="xy")
    Z = dist.log_prob(torch.stack((X, Y), dim=-1))
    top = dist.log_prob(Mean).item()
    masses = torch.tensor([0.8, 0.6, 0.4, 0.2])
    fig.axes[0].contour(X.numpy(), Y.numpy(), Z.numpy(), levels=(top + torch.log(1 - masses)).tolist())
