# wrong: wrong-type
def A(): return 3.49
def B(): return -1.35
def C(): return 0.97
def X(): return -0.11
def Y(): return 0.41
