"""One submission -> its marks; the pool of workers here, and a cluster's."""
