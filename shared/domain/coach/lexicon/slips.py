"""Words that the screens look through slips of the finger for, and such as are no slips of them."""

from shared.domain.coach.lexicon.words import CLASSES, words_of

COMMON = words_of(
    """
accurate ache advise advised again android anemone angle angles ankle another anther armor arms
army automatic back backs ball balls band bands bath beach beak bean beans bear beard bears beast
beating been began begin being bellow below bend bending bends best bicycle bill bills bind binge
bingo black blasting bleed blend blind blink block blood bloody bolder both bother boulder brain
bread breadth break breaks breast breasts breather breathing breaths bring broken brother brush
bull bulls bumping cached caches calf call calls cancel cash causing charm chase cheat cheats
check checks chemistry chess chill chills chose circle circles clean collar collars conclusion
confusion crash crossing crumbling crush cycle cycles dead deadlift deal dear deck deed dense
diabolo diagnosis dice dies diet diets dine dip dips dire drain drill drills drink drinks dumb
dumbbell dumbbells dumping each earn earns earth eating edition editions eight elbow elbows ending
fail failed failing fails failure fain farm fast fasted faster fasting fat father fats fear fears
feather featured feed feel feels feet feint fellow fight fill fills find finding fine fitting
folding follow follows food foods foot free full fully gain gains gather good grain grater greater
grill half hand hands harm harms health healthy hear heard hearts hearty heat heather heating
height hill hills hip hips hit hits holding hunting induction ink insect inside install installed
instead insulating insult insults intake intakes intention jumping keeping kills kind knee kneel
kneeling knees knew know known lack lading land landing lands large lasting lather leak lean learn
leather lend light lights line lines link links lip lips loading machine machines main marathon
martin math maths mean means medal media median medium meeting meetings member members merge
method methods middle might mill mills mind mine model mood mortar moth mother motor motorcycle
near neck need needs nesting new night nine nose now numb number numbers older other pack packs
paid paint painted paints pair pairs panther part parts party passing pasting path peach peak
peaks pear pending peptide pillow pills pine pink plain pleasure port posting pregame press
presses pressing pressure prime primer priming print program programme programmes programs
progress pull pulling pulls pumping purge push pushing quad quads rack racks rain rankle rather
reach rear recycle repeating reptile reptiles rest resting rests right rip rips roads rush saint
saints sand saving seat seating seats seed seem seems seen send sends sense sent serving shape
shapes share shared sharing shark sharp shine ship shirt shirts shore short shorts should shoulder
shrug shrugs sight silicon sink sip skill skills skirt sleeping smart spain speak spending spent
spill spills spine sport sports spot spots spring springs sprint sprints squad squat squats stable
stack stacks stance stand standards standing stands staring start starting starts starving state
states static statics stating station stations status step steps stick still stills sting stings
stir stock stocks stolen stop stops store stores stories storing story straight strain strains
strength stress stretch stretching strike string strings strong stronger studies study stunt
sturdy suite suits surge sweat sweater sweating sweeping swelled swing swings swollen tainted
taste teach team teams tear tears tempo temps tense term terms tern testing tests text than that
their then there these thigh thighs thing things think thinks those though three through throw
thumb tight tighter tights till tip tips tire tired tires tone tones torn touch tough trail trails
train trained trainer tree trees trial tried trough tumbling turn turns twist uncle uncycle until
urge verge vesting waist warm warmer warms waste weak weaker wear weather week weekly weeks weight
weights west whether will wind wine wing wings wink wood wrist year yearn years yellow
"""
)
"""Words that are no typing error of a word of the lexicons."""

KEYS = words_of(
    " ".join(
        CLASSES[name]
        for name in (
            *("STEROID", "OTHER_DRUG", "PAINKILLER", "SICK", "MEDICINE", "PREGNANT", "SUICIDE"),
            *("BREATHE", "FAINT", "INJURED", "TESTOSTERONE"),
        )
    )
    + " cant chest breastbone sternum heart painful hurting hurts tightness pressure squeezing"
    " crushing"
    " shortness difficulty struggling unconscious consciousness blackout collapsed suffocating"
    " seizure stroke slurred overdose overdosed bleeding anaphylaxis swelling swollen drooping"
    " myself suicidal unalive anorexia anorexic bulimia bulimic starving purging bingeing laxatives"
    " eating disorder anabolic insulin dosage injection inject dizzy dizziness lightheaded disease"
    " surgery knee shoulder shoulders elbow wrist ankle sprained sprain dislocated fracture"
    " fractured herniated sciatica tendonitis tendinitis impingement numbness tingling ruptured"
    " stabbing excruciating hamstring rotator brustschmerzen respirar"
)
"""Only these are found behind typing errors, or in words written as one: what the patterns hang
on. A slip in any other word costs no sign."""
