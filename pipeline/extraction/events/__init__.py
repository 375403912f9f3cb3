"""Events: which happening an article tells, its kind, day, place, organizers, numbers, and its parts."""
