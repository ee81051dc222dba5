"""Who speaks in the news, in what tone and in which frame: the package behind the notebooks."""
