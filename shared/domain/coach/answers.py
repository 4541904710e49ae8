"""The fixed answers of the screens: read by people who know, never made by a model."""

from shared.domain.coach.safety import Action, Topic, Verdict

EMERGENCIES = frozenset(
    {
        Topic.SUICIDE,
        Topic.CHEST_PAIN,
        Topic.BREATHING,
        Topic.STROKE,
        Topic.FAINTING,
        Topic.ALLERGY,
        Topic.ACUTE,
    }
)

_CALL = (
    "call your local emergency number now (112 in Europe and from most mobile phones, 911 in North"
    " America, 999 in the UK, 000 in Australia)"
)
_STOP = f"Stop training. If it is happening now, {_CALL}, or have somebody with you call."

_TEXTS = {
    Topic.SUICIDE: (
        "I am sorry it is this hard. You deserve to talk with a person right now, and I am a"
        f" training coach who cannot help with this. If you might act on it, {_CALL}. You can also"
        " reach a crisis line, day and night: 988 in the US and Canada, 116 123 in the UK and"
        " Ireland; findahelpline.com lists those of other countries. If you can, tell somebody near"
        " you and do not stay alone."
    ),
    Topic.CHEST_PAIN: (
        f"Pain or pressure in the chest can be your heart. {_STOP} Do not drive yourself. Sit down,"
        " rest, and do not train again until a doctor has looked at it, even if it goes away."
    ),
    Topic.BREATHING: (
        f"Not being able to breathe is an emergency. {_STOP} Sit upright and loosen what is tight."
        " Do not train again until a doctor has found out why."
    ),
    Topic.STROKE: (
        f"These can be signs of a stroke, and minutes count. {_STOP} Note when it began. Do not"
        " drive yourself."
    ),
    Topic.FAINTING: (
        f"Fainting, or nearly fainting, needs a doctor before any more training. {_STOP} Lie down"
        " with your legs up. Call even if you feel better, when it came during effort, with pain in"
        " the chest, a racing heart, or a fall on the head."
    ),
    Topic.ALLERGY: (
        "This can be a severe allergic reaction. Use an adrenaline pen if one was prescribed to"
        f" you. {_STOP}"
    ),
    Topic.ACUTE: (
        f"This can be an emergency that no coach should judge. {_STOP} After something swallowed, a"
        " poison centre can help, too: take the package with you."
    ),
    Topic.EATING_DISORDER: (
        "Thank you for telling me. Eating, and how it makes you feel, is not something I can coach,"
        " and advice on food or weight could do harm here. Please talk with a doctor or a therapist"
        " who knows eating disorders; many countries have a free help line, and findahelpline.com"
        " lists them. If you faint, have pain in the chest or cannot keep anything down, see a"
        " doctor today."
    ),
    Topic.DRUGS: (
        "I do not advise on drugs, hormones or medicines: not on what to take, how much, how long"
        " or with what. Please ask a doctor or a pharmacist, and be open with them about what you"
        " take already; what you say to them stays with them. I am glad to help with training."
    ),
    Topic.MEDICAL: (
        "This touches a medical condition, its symptoms or its treatment, and I cannot judge that."
        " Please ask your doctor what training is right for you, and what to avoid. If something is"
        " new, or worse than before, stop training until you have asked. With their advice at hand,"
        " I can help you plan around it."
    ),
    Topic.PREGNANCY: (
        "Training in pregnancy, and after a birth, should be agreed with your doctor or midwife,"
        " who knows you and how it is going. Please ask them before you change anything; stop and"
        " call them at once with bleeding, pain, dizziness or contractions."
    ),
    Topic.INJURY: (
        "That sounds like pain or an injury that somebody should look at, and I cannot examine you."
        " Stop what brings it on, and ask a doctor or a physiotherapist before you load it again;"
        " go today if you heard a pop, cannot move it or put weight on it, if it is swollen or"
        " numb. When they have told you what is safe, I can help you train around it."
    ),
}


def verdict(topic: Topic) -> Verdict:
    action = Action.EMERGENCY if topic in EMERGENCIES else Action.REDIRECT
    return Verdict(action, topic, _TEXTS[topic])
