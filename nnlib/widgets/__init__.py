"""Live figures. Python computes, JavaScript draws: controls are ipywidgets, pictures are the views of views.py."""

from .output_error import OutputError
from .training_replay import TrainingReplay
from .weighted_sum import WeightedSum

__all__ = ["OutputError", "TrainingReplay", "WeightedSum"]
