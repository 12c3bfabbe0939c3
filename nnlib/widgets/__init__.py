"""Live figures. Python computes, JavaScript draws: controls are ipywidgets, pictures are the views of views.py."""

from .activation_shape import ActivationShape
from .descent_walk import DescentWalk
from .error_flow import ErrorFlow
from .forward_pass import ForwardPass
from .output_error import OutputError
from .slopes import BiasNudge, OuterProduct
from .squared_error import SquaredError
from .training_replay import TrainingReplay
from .training_tape import TrainingTape
from .weighted_sum import WeightedSum

__all__ = [
    "ActivationShape",
    "BiasNudge",
    "DescentWalk",
    "ErrorFlow",
    "ForwardPass",
    "OuterProduct",
    "OutputError",
    "SquaredError",
    "TrainingReplay",
    "TrainingTape",
    "WeightedSum",
]
