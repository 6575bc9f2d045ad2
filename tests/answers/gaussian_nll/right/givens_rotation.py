# right: rotated onto the axes by atan2, then two normals
def gaussian_nll(x, Sigma, Mean):
    a, b, c = (Sigma[i].double() for i in ((0, 0), (0, 1), (1, 1)))
    t = 0.5 * torch.atan2(2 * b, a - c)
    co, si = torch.cos(t), torch.sin(t)
    u, v = x.double() - Mean.double()[:, None]
    p, q = co * u + si * v, co * v - si * u
    vp = a * co**2 + 2 * b * co * si + c * si**2
    vq = a * si**2 - 2 * b * co * si + c * co**2
    return 0.5 * (p**2 / vp + q**2 / vq + torch.log(vp * vq)) + math.log(2 * math.pi)
