"""What an answer must not hold: diagnoses, and advice that hurts."""

from shared.domain.coach.lexicon.words import words_of

FORBIDDEN = """
you ..2 have|has|suffer|got ..3 torn|tear|tendonitis|tendinitis|tendinopathy|bursitis|impingement
you ..2 have|suffer|got ..3 herniated|slipped|bulging|sciatica|fracture|sprain|strain|concussion
you ..2 have|suffer|are ..3 diabetes|diabetic|hypertension|anemia|anemic|asthma|depression|depressed
you ..2 have|suffer|are ..3 hypothyroidism|pcos|arthritis|hernia|anorexia|bulimia|anorexic|bulimic
you ..2 have|suffer|are ..3 arrhythmia|angina|myocarditis|rhabdo|rhabdomyolysis|stenosis|fasciitis
sounds|looks|seems|appears ..3 torn|tear|tendonitis|tendinitis|impingement|herniated|sciatica|sprain
sounds|looks|seems|appears ..3 strain|fracture|bursitis|concussion|hernia|arthritis|tendinopathy
my|the|your diagnosis
i diagnose
you ..1 diagnosed with
train|push|work|lift|power|play|squat ..2 through ..3 pain|injury|dizziness|numbness
ignore|ignoring ..3 pain|dizziness|symptoms|numbness|injury|chest
no|dont need|see ..3 see|a ..1 doctor
stop|skip|quit|reduce|double|increase ..3 medication|meds|insulin|prescription
kill|hurt|harm|cut|starve yourself
end your life
purge|vomit|laxatives|laxative ..4 after|lose|meals|eating|weight
my|the|these|following system prompt|instructions
my instructions|rules are|say|state
"""

ALLOWED_DOSES = words_of(
    "caffeine creatine citrulline alanine beta vitamin sodium salt magnesium zinc omega epa dha"
    " potassium calcium iron protein water coffee electrolytes electrolyte melatonin ashwagandha"
)
"""Foods and supplements may be measured, for what that is worth."""

REFUSING = words_of(
    "cannot cant not never no avoid doctor pharmacist physician dont wont without refuse"
    " medical professional instead against unable"
)
"""A sentence with one of these speaks of a drug, or a fast, to keep from it."""
