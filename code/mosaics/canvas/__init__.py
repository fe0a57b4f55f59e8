"""x"""
from .grow import *
from .scales import *
from .wishes import *
from .search import *
from .patches import *
