"""The main job from end to end over HTTP, on a throw-away instance, as `make journey` tells it."""

from xiangyin.journey.setting_out import set_out

__all__ = ["set_out"]
