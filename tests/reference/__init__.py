"""A second reading of the language, slow and plain, that shares no code with the compiler's back end.

Conditions and laws are taken from the analysed specification as its author wrote them. Only `forward` and `patients`
know the sampler, as what they examine; nothing else here imports `pzdsl.plan`, `pzdsl.rules` or `pzdsl.samples`: what
lowering, evaluating or drawing gets wrong, this does not.
"""
