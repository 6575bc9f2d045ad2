# right: compiled by TorchScript
@torch.jit.script
def gaussian_nll(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
    d = x.size(0)
    r = x - Mean.reshape(d, 1)
    P = torch.inverse(Sigma)
    return 0.5 * torch.sum(r * torch.matmul(P, r), dim=0) + 0.5 * torch.logdet(Sigma) + 0.5 * d * 1.8378770664093453
