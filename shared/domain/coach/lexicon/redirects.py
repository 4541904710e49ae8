"""What a doctor, a therapist or a physiotherapist should be asked rather than a coach."""

from shared.domain.coach.safety import Topic

REDIRECTS = {
    Topic.EATING_DISORDER: """
anorexia|anorexic|anorexa|bulimia|bulimic|orthorexia|ednos|arfid|thinspo|proana|thinspiration
pro ana|mia
eating disorder|disorders|disordered
disordered eating
binge|binging|bingeing ..2 eat|eating|purge|purging|food|again|everything|episode|episodes
bingeing|binging
i|keep|always|constantly binge|binged
VOMIT ..3 meal|meals|food|dinner|lunch|breakfast|weight|calories|EAT
make|making|made SELF VOMIT|throw|sick
throw|throwing|threw up ..3 meal|meals|food|after|EAT|calories
starve|starving|starved SELF|me
starve|starving to ..2 lose|weight|skinny|thin
afraid|scared|terrified|refuse|refusing|refuses ..2 eat|eating
stop|stopped|quit|quitting eating ..1 completely|entirely|altogether|anything|for|food
havent|hasnt|not eaten|ate ..4 days|week|weeks
didnt|not|dont EAT ..3 for|in ..2 days|weeks|week
EAT|on|only|just|diet ..3 LOW ..1 kcal|calories|cals|cal ..2 a|per|day|daily|only
not eating anything
not eating at all
laxative|laxatives
chew|chewing ..1 spit|spitting
water|dry|prolonged fast|fasting ..3 days|week|weeks|day
day|days|week ..1 water|dry|fast fast|fasting
fast|fasting for ..2 days|week|weeks
hate|disgusted|disgusting ..3 body|fat|myself ..5 EAT|food|calories|skip
punish|punishing SELF ..3 EAT|eating|food|calories|exercise|cardio
guilty|guilt|ashamed ..4 EAT|food
skip|skipping ..1 meals ..4 lose|weight|thin|skinny
exercise|cardio|run|workout ..3 burn|purge ..3 everything ..2 ate|eat
essstorung|magersucht|anorexie|boulimie|anoressia
""",
    Topic.DRUGS: """
STEROID
OTHER_DRUG
anabolic|androgenic steroid|steroids|drugs|agents|compounds|cycle
TESTOSTERONE ..4 TAKE|replacement|therapy|gel|enanthate|cypionate|propionate|boldenone
im|am|been|being|go|going|get|hop on testosterone|test
run testosterone|test
250|300|400|500|600|750 test
TAKE ..4 testosterone|testo|enanthate|cypionate|propionate
test e|c|cyp|prop|cycle|tren|deca|dbol
mg|cc|gram|grams ..2 test
growth hormone ..3 TAKE|iu|cycle|injections|therapy
TAKE ..3 growth hormone
mk 677|2866
rad 140
lgd 4033
yk 11
bpc 157
igf 1|lr3
post cycle therapy
gyno
performance enhancing
peds
on|run|running|hop|hopping|using|tried gear
on|hop|hopping|hopped ..2 the gear|juice
blast|blasting ..1 cruise|cruising
TAKE ..3 insulin
insulin ..3 TAKE|units|bodybuilding|growth|muscle|slin
slin pin|pre
PAINKILLER ..4 TAKE|before|train|workout|mg|many|daily|every
TAKE|many|much|mg ..4 PAINKILLER
which|what|best painkiller|painkillers|PAINKILLER
fat burner|burners ..3 clen|eca|ephedrine|dose|illegal
steroide|steroides|esteroides|steroidi|anabolika|anabolisants|esteroide
doping
""",
    Topic.MEDICAL: """
SICK
MEDICINE
ORGAN TROUBLE
ORGAN ..1 disease|failure|murmur|surgery|transplant|condition
heart attack|attacks
CHEST ..1 PAIN
high|low|elevated blood pressure
blood pressure ..3 high|low|elevated|150|160|170|180|140
blood thinner|thinners|clot|clots|sugar
beta blocker|blockers
birth control pill|pills
insulin pump|resistance|resistant
irregular heartbeat|heart
heart rhythm
panic attack|attacks|disorder
i ..3 depression|depressed
clinical|clinically|diagnosed|have|severe|with depression|depressed
anxiety disorder|meds|attack|attacks
diagnosed with
dizzy|dizziness|lightheaded|lightheadedness|woozy
see|seeing|saw stars ..5 stand|squat|lift|after|set|deadlift|when
after|had|from|post|before|recovering ..3 surgery|operation|surgical
surgery|operation ..5 ago|train|lift|when|gym|return|recover
post op
have|got|with|running|high a|the fever|fever
fever ..4 train|training|gym|workout|lift
lump|lumps ..4 breast|testicle|neck|armpit|groin
kidney stone|stones
chronic illness|disease|condition|pain|fatigue
autoimmune|immunocompromised
multiple sclerosis
medical condition|conditions|problem
is ..4 cancerous|contagious
diabete|diabetico|diabetica|diabetique|diabetiker|herzkrankheit|medikamente|medicamento
bluthochdruck|hipertension|ipertensione|schwangerschaft
""",
    Topic.PREGNANCY: """
PREGNANT
expecting a|our|my baby|child|twins
after giving birth
c section
weeks along
gave birth
schwanger|embarazada|enceinte|gravida|incinta
""",
    Topic.INJURY: """
TEAR ..3 JOINT|MUSCLE
TEAR my|his|her ..2 JOINT|MUSCLE|SPINE
JOINT|MUSCLE|rotator ..2 torn|tore|tear|tears|rupture|ruptured|snapped|popped|gave|exploded
cuff|labrum|meniscus|acl|mcl|ligament|tendon ..2 tear|torn|injury|surgery|rupture
heard|felt|feel|hear ..3 pop|popping|snap|rip|ripping|tear|crack ..6 JOINT|MUSCLE|SPINE
heard|felt a|something|loud|huge pop|snap|rip|tear|snapping|tearing|crack
something ..2 popped|snapped|tore|ripped|cracked
SHARP PAIN
SHARP ..3 pain|pains
PAIN ..3 sharp|stabbing|shooting|excruciating|unbearable
NUMB ..4 JOINT|MUSCLE|SPINE|fingers|toes
JOINT|MUSCLE|fingers|toes|side ..4 numb|numbness|tingling|tingly|tingle
went|go|goes|going|gone numb
numbness
pins and needles
get|gets|have|having|feel|feeling pain ..2 when|during|while|whenever
CANT ..1 lift|raise|move|bend|straighten|extend|rotate ..2 JOINT|MUSCLE|SPINE
CANT ..2 put|bear ..2 weight
CANT walk
JOINT ..3 PAIN
PAIN ..4 JOINT
my|lower|upper|mid|the|low back ..3 PAIN
PAIN ..3 my|lower|upper|mid|low back
back pain|pains|ache|spasm|spasms|injury|problems|issues
hurt|hurts|hurting|tweaked|tweak|threw|injured|strained|wrecked ..1 my ..2 SPINE|JOINT|MUSCLE
threw|thrown|put|blew|blown out|my ..1 my|out ..1 SPINE|JOINT
blew|blown|threw|thrown out my
hamstring|groin|calf|bicep|pec|lat|quad|achilles ..3 hurts|hurt|hurting|pain|painful
hurt SELF
messed|screwed|fucked up my ..2 SPINE|JOINT|MUSCLE
pulled something
pulled|pull|strained|strain a muscle|hamstring|groin|calf|quad|lat
pulled|strained|pulling|straining my ..2 MUSCLE|SPINE|JOINT
BROKEN ..3 JOINT|MUSCLE|SPINE|bone|bones
JOINT ..3 BROKEN
sprain|sprained|sprains|dislocated|dislocation|fracture|fractured|fractures|subluxed
concussion|whiplash
SWOLLEN ..4 JOINT|MUSCLE
JOINT|MUSCLE ..3 SWOLLEN
herniated|herniation|bulging|slipped|prolapsed ..1 disc|disk|discs|disks
sciatica|tendonitis|tendinitis|tendinopathy|tendinosis|bursitis|impingement|fasciitis|splints
epicondylitis|carpal|stenosis|hyperextended|bunion|spondylolisthesis|costochondritis|ruptured
tennis|golfers|golfer elbow
runners|jumpers knee
my|an|a|from|with|had|after|old|his|have|knee|shoulder|back INJURED
INJURED ..2 my|JOINT|MUSCLE|SPINE|recovery|rehab|return
i ..2 injured
physio|physiotherapist|rehab ..4 INJURED|JOINT|SPINE|MUSCLE
rehab ..2 my
bad|busted|injured|messed|fucked|dodgy|damaged ..1 JOINT
i|my|a|have bad back
muscle|my tear|tore
verletzung|verletzt|lesion|lesionado|blessure|infortunio|lesao
""",
}
