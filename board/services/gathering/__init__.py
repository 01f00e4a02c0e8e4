"""Papers: asked for, given, drawn from the system, checked, replaced, withdrawn."""
