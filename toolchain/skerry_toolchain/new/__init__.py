"""``skerry new NAME``: a project that runs and passes its own test. Its files are in ``template``."""
