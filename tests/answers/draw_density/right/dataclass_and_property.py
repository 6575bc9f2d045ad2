# right: a small class of its own with cached properties, as in a library
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, eq=False)
class Normal2D:
    mean: np.ndarray
    cov: np.ndarray

    @cached_property
    def root(self):
        w, v = np.linalg.eigh(self.cov)
        return v @ np.diag(w**0.5) @ v.T

    def contour(self, mass, n=120):
        t = 2 * np.pi * np.arange(n + 1) / n
        return self.mean + np.sqrt(-2 * np.log(1 - mass)) * np.c_[np.cos(t), np.sin(t)] @ self.root


def draw_density(fig, Sigma, Mean):
    model = Normal2D(Mean.double().numpy(), Sigma.double().numpy())
    ax = fig.gca()
    for mass in (0.2, 0.4, 0.6, 0.8):
        ax.plot(*model.contour(mass).T, lw=2.5, solid_capstyle="round")
