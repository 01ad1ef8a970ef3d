"""A second reading of the language, slow and plain, that shares no code with the compiler's back end.

Conditions and laws are taken from the analysed specification as its author wrote them. Nothing here imports
`pzdsl.plan`, `pzdsl.rules` or `pzdsl.samples`: what lowering, evaluating or drawing gets wrong, this does not.
"""
