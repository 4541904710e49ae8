"""Signs that somebody needs help now."""

from shared.domain.coach.safety import Topic

EMERGENCIES = {
    Topic.SUICIDE: """
SUICIDE
KILL SELF
killed SELF ..2 if|soon|tonight
kms tonight|now|soon
if i killed SELF
nobody|noone would|will ..1 miss me
the|a point|use in|of LIVE
WANT|gonna|going ..1 kms
unalive SELF|me
WANT|gonna|ready ..2 unalive
end|ending|ends my|his|her life
end|ending it all
take|taking|took my own life
dont|not|no WANT|want|longer|wanna ..3 LIVE
dont|not|didnt want|wanna ..2 be here ..1 anymore|any|more
dont|not|didnt want|wanna ..2 wake up
i WANT ..2 DIE
WANT to DIE
ready|deserve|rather|better to|be DIE
wish|wished i was|were|wasnt|werent DIE|LIVE|born|here
better off dead|without
better off without me
no|any reason|point ..1 to|in|of LIVE|living|live
life ..2 not|isnt worth ..1 LIVE|it
nothing|anything left to live for
hang|hanging|shoot|shooting|drown|drowning SELF
jump|jumping off ..2 bridge|building|roof|balcony
slit|cut|cutting ..1 my wrists|wrist
cut|cutting|cuts|harm|harming|burn|burning SELF
WANT|gonna|going|urge|urges|thinking|think ..3 hurt|hurting SELF
feel like ..1 hurting|harming SELF
self harm|harming|harmed|injury|injuring
selfharm|selfharming
thoughts|thinking of|about ..2 ending|suicide|death|dying
disappear|sleep forever
sleep ..2 never wake
selbstmord|suizid|suizidgedanken|umbringen|selbstmordgedanken
nicht mehr leben
will|mochte sterben
suicidio|suicidarme|suicidar|matarme|suicidarmi|uccidermi|suicidaire|suicider
quiero|quisiera morir|morirme
no quiero|quero vivir
quero|vontade ..1 morrer
me matar
me tuer
envie de mourir
veux mourir
voglio morire
""",
    Topic.CHEST_PAIN: """
CHEST <3> PAIN
CHEST <3> TIGHT
PAIN in ..4 CHEST
CHEST <2> discomfort
CHEST feels|feel|felt|is|was|getting|so ..1 heavy
heavy feeling|sensation ..3 CHEST
elephant ..4 CHEST
CHEST ..3 killing
HEART <3> pain|pains|hurt|hurts|hurting|ache|aches|aching|stabbing|tightness
HEART attack|attacks
heartattack|cardiac arrest|infarction|attack
heart ..3 racing|pounding|fluttering|skipping|stopped|stopping
heart ..2 exploding|explode|bursting|burst
PAIN|pressure|numb|numbness <4> left arm ..3 CHEST|jaw|sweating|HEART
PAIN|tingling ..3 radiating|spreading|radiates|spreads|shooting|down ..4 arm|jaw
left arm ..2 jaw
brustschmerz|brustschmerzen|herzinfarkt|infarto|herzschmerzen|bruststechen
schmerz|schmerzen|druck|stechen ..2 brust|herz
brust ..2 schmerzt|tut|weh
dolor|presion|duele|opresion ..3 pecho|corazon
pecho ..2 duele
douleur|douleurs|mal|oppression ..3 poitrine|thoracique|coeur
crise cardiaque
dor|dores|aperto no|na peito|coracao|torax
doi ..1 peito|coracao
peito ..2 doi|doendo
dolore|dolori|oppressione|male ..2 petto|cuore
ataque cardiaco
""",
    Topic.BREATHING: """
CANT ..3 BREATHE
CANT ..2 catch|get ..3 AIR
not|isnt able to ..1 BREATHE
HARD ..2 BREATHE
BREATHE ..3 difficult|hard|struggle|impossible|difficulty
SHORT of AIR
gasping|fighting|gasp ..2 AIR
suffocating|choking|suffocate
stopped|stops breathing
lips ..2 blue
breathless|wheezing ..2 rest|resting|sitting|lying|nothing
keine luft|atmen
nicht|kaum|schwer ..1 atmen
atemnot|erstickungsgefuhl
bekomme ..2 luft
no|puedo|cuesta puedo|respirar ..1 respirar|bien
no puedo respirar
me cuesta respirar
peux|arrive pas ..2 respirer
mal a respirer
nao consigo respirar
falta de|d ar|aire|aria
non riesco ..2 respirare
non respiro
""",
    Topic.STROKE: """
having|had|have|getting a stroke
signs|symptoms|sign|symptom ..1 of ..1 stroke
stroke symptoms|signs
mini stroke
face|mouth|smile ..2 drooping|droops|droopy|drooped|sagging
slurred|slurring
sudden|suddenly ..3 arm|leg|face ..2 weak|numb
one|left|right side ..3 numb|limp|paralyzed|paralysed
CANT move|feel ..2 one|left|right side
worst headache
thunderclap headache
sudden|suddenly ..3 blind|vision|blindness
schlaganfall|derrame cerebral
""",
    Topic.FAINTING: """
FAINT
PASS OUT
BLACK OUT
blackout|blackouts
lost|losing|lose|loses|loss ..1 consciousness
unconscious|syncope
knocked|knock out ..2 cold
i|he|she|just|suddenly collapsed|collapse
everything|vision|world ..2 went|goes|going|turned black|dark
ohnmachtig|bewusstlos|umgekippt|bewusstsein
desmaye|desmayo|desmayar|desmayado|desmayada|desmaiei|desmaiar|desmaio|desmayando
evanoui|evanouie|evanouir|evanouissement
svenuto|svenuta|svenire|svenimento
perdi el conocimiento
""",
    Topic.ALLERGY: """
anaphylaxis|anaphylactic
throat|tongue|airway|lips|face ..2 closing|swelling|swollen|swells|closes|swelled
epipen
severe allergic
""",
    Topic.ACUTE: """
seizure|seizures|convulsing|convulsion|convulsions
overdose|overdosed|overdosing
took|taken|swallowed|swallow ..3 many|bunch|all|bottle|handful ..3 pills|tablets|meds|PAINKILLER
coughing|coughed|throwing|threw up blood
blood ..2 urine|pee|piss|vomit|stool
coughing|vomiting|spitting|pissing|peeing|urinating blood
bleeding ..4 stop|heavily|badly|severely
heat stroke
heatstroke
brown|dark|black|cola|coke|red|tea ..2 urine|pee|piss
urine|pee|piss ..3 brown|dark|black|cola|coke|red|bloody
CANT move|feel ..2 legs|toes|feet|body
hit|banged|dropped ..4 head ..6 dizzy|vomiting|confused|vomited|bleeding|unconscious
bone ..3 sticking|out|through|visible
paralyzed|paralysed
""",
}
