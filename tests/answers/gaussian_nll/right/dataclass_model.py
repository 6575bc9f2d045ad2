# right: a dataclass with a method
from dataclasses import dataclass


@dataclass
class Gaussian:
    mean: torch.Tensor
    cov: torch.Tensor

    def nll(self, points):
        d = points - self.mean
        return (
            0.5 * (d @ torch.linalg.inv(self.cov) * d).sum(-1)
            + 0.5 * torch.linalg.slogdet(self.cov).logabsdet
            + d.shape[-1] / 2 * math.log(2 * math.pi)
        )


def gaussian_nll(x, Sigma, Mean):
    return Gaussian(Mean, Sigma).nll(x.T)
