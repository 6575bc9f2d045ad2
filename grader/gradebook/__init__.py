"""nbgrader's side: marks and feedback enter its gradebook by its own converter."""
