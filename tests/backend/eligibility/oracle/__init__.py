"""The law a second time, in plain Python out of the policy alone: no rule file, no expression and no frame is read."""
