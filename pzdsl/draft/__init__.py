"""A first draft of a spec from texts: a model proposes, the compiler and the texts decide what stays."""
