"""What the coach says of itself, where there is no answer to give. None of it is charged."""

NO_MODEL = (
    "I have no language model to think with here, so I answer by rules alone. Ask me for the "
    "volume of a muscle, your last sets of an exercise, what to train next, the plates for a load, "
    "or an estimated one-rep max."
)
HELD_BACK = (
    "I cannot answer this: the answer was held back as unsafe. Try to ask in another way, or ask "
    "about something else."
)
NOTHING_CAME = "I found no answer to this. Try to ask in another way."
NOT_BORNE_OUT = (
    "I could not answer this without figures that nothing in your log bears out, and I do not make "
    "figures up. Ask me about something you have planned, trained or measured."
)
