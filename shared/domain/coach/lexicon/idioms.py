"""What sounds like a sign and is how people talk in a gym; and what sounds so and is none."""

IDIOMS = """
no pain no gain
pain no gain
pain ..1 in the|my|a ass|arse|butt|neck|backside|rear|bum
pain cave|train|tolerance|is temporary|weakness
pain is weakness
painfully slow|boring|obvious
good|nice|sweet|great|love|enjoy|satisfying pain|hurt|ache
hurt|hurts|hurting so good|nice
hurt|hurts|hurting my|the|your ego|feelings|gains|progress|recovery|wallet|head|pride|heart
hurt|hurts to ask|try|watch|say|admit
doesnt|wont|cant|not|never|didnt hurt to
hurt|hurts ..2 gains|progress|growth|recovery|results|performance
chest|back|shoulder|leg|arm|knee|heart BODY_DAY
chest ..1 and|or|then ..1 back|tri|triceps|shoulders|arms|legs day|session|workout|training|days
chest ..2 looks|looking|is|feels|felt|was|are|got sore|pumped|huge|flat|small|lagging|weak|tired
heavy|heavier|crushing|crushed|killer|brutal|painful|killing|destroyed|smashed ..1 chest BODY_DAY
heavy|crushed|crushing|smashed|destroyed chest today|yesterday|tonight|day|monday|tuesday
crushed|killed|smashed|hit|trained|destroyed|heavy chest
train|trained|training|hit|did|do|doing|work|blast|grow|target|hammer|bigger|build chest
chest ..1 heavy day|bench|pressing|incline|sets|dumbbells|weights|weight|triples|singles
touch|touches|touching|lower|lowering|bring|bringing|pause|bounce|bouncing ..4 my|the|your chest
bar to|off my|the|your chest
chest up|tall|out|proud|tall|down|supported|expander|press|dip
shirt|jacket|top|bra|strap|vest|belt ..4 tight ..3 chest
tight ..2 shirt|jacket|top|bra|strap|vest|belt|shirts ..4 chest
heart rate|rates|healthy|monitor|break|broken|breaking|felt|warming|beat|beats|zone
heart of ..1 gold|the|my|training
by|at heart
heart goes|out|is in
broke|breaks|breaking|broken|hurts|hurt ..1 my heart
heart ..1 hurts|aches for|that|to
with|all my heart
heart ..2 racing|pounding|pumping ..5 sprints|set|squats|cardio|hiit|intervals|sprint|burpees
gave|give|gives|giving|nearly|almost|having|had|have ..3 heart attack ..3 when|seeing|price|prices
gave|give|gives|giving ..2 a ..1 heart attack
heart attack when|at|seeing|if ..4 saw|sees|price|bill|plates|name|pr
suicide grip|sprint|sprints|run|runs|drill|drills|squad|squeeze|bench|push|pushups|shuttle|hold
suicides ..3 drill|drills|practice|sprints|court|line|basketball|conditioning|finisher|cardio
run|running|ran|did|do|doing|sprints|and ..2 suicides
political|career|social|commercial suicide
killing SELF ..3 GYM|trying|doing
kill|killed SELF ..3 GYM
kms|kilometers|kilometres
5|10|3|8|15|20|21|42|few|couple|many|several|two|five|ten kms
cut|cutting SELF ..1 some|off|slack|down|shaving|short|loose
cut SELF ..1 shaving
dying|die|dead|died ..2 to|for|here ..2 try|see|know|bench|hit|get|a|lift|start|over
GYM ..4 make|makes|made|making ..1 me|us|you want|wanna|wish ..4 DIE
want|wanted|wanna ..2 die ..3 lol|haha|lmao
wanted ..2 die ..2 during|halfway|after|by ..3 GYM|set|third|second|last
TOLL ..2 my|me|us|him|her|it ..2 legs|quads|glutes|chest|back|arms|abs|calves|hamstrings|delts
TOLL ..1 me|it|us|that|them|him
legs|arms|quads|glutes|calves|abs|im|am|lats|triceps|biceps|forearms|grip ..1 dead|killing|fried
CANT|couldnt ..2 walk|stairs|move|lift|raise|bend|sit|straighten ..5 legs|leg|squats|day|doms|arms
legs|leg|squats|doms|quads|calves|glutes|lunges ..6 CANT ..2 walk|stairs|move|sit|bend|stand|lift
legs|leg|doms|quads ..6 CANT|barely ..2 walk|stairs|move|sit|bend|stand
CANT ..2 lift|raise|move|press ..2 arms|arm ..4 pump|shoulders|pull|delts|doms|pullups|workout
CANT ..2 lift|raise|move|bend|extend ..1 more|heavy|heavier|weight|that|it|the|past
cant|couldnt|out breathe|breath|breathing|breathe ..2 laughing|laugh|lol|haha
laughing|laughed|laugh ..4 cant|couldnt|cannot ..2 breathe
out of breath
hold|holding ..2 breath
breathing|breath technique|pattern|cue|cues|in|out|exercise|exercises|brace|squat|set
save your|my breath
breath|breather between|of fresh
dont|not hold ..2 breath
faint of heart
faint|faintest line|lines|outline|idea|hope|memory|clue|veins|abs|smell|praise|striation|striations
faint hearted
fainthearted
passed|pass|passing|passes|knocked|knock out ..4 couch|sofa|bed|asleep|flyers
passed|pass out ..3 watching|drunk|netflix
BLACK out ..2 curtains|sunglasses|mode|shirt|edition|date|drunk
blackout curtains|curtain|blinds|drunk|week
collapse|collapsed ..4 couch|bed|sofa|heap|amrap|finisher
knee|knees|arch|arches|back|chest|wrist|wrists|hip|hips|ankle|bar ..2 collapse|collapses
collapse|collapsing|collapses ..1 inward|inwards|in
went|go|goes|fade ..1 dark|black ..2 mode|coffee|theme
choking up|on|the|hazard|game|under
choking ..2 bar|grip|band|pressure|clutch
rowing|row|swim|swimming|butterfly|breast|back|stroke|rower stroke|rate|volume|strokes|length
stroke rate|volume|length|of|per
one|left|right side ..3 weaker|smaller|stronger|bigger|lagging
side ..2 weak|weaker ..4 than|other|dumbbell|unilateral|lateral
anabolic window|response|effect|diet|stimulus|signaling|signalling|state|environment|potential
natural|boost|increase|raise|optimal|higher|low|free testosterone naturally|sleep|levels|level
minimum|minimal effective dose
dose|doses response|volume|training
dose|doses of volume|training|sets|cardio|caffeine|creatine
gear ..1 bag|shop|store|review|shift|ratio|up|change|box
lifting|gym|training|workout|powerlifting|winter|bike|my|new gear
on gear ..1 like|shops|bags
juice bar|cleanse|box|after|before|for|with|and
orange|apple|fruit|cherry|beet|beetroot|tart|pickle|carrot|tomato juice
insulin sensitivity|sensitive|response|spike|spikes|levels|index
medicine ball|balls
ball slam|slams|throw|throws
depressed scapula|scapulae|shoulders|shoulder|scaps|position|scapulas|shoulderblades
depression ..2 scapula|scapular|shoulder
scapular|shoulder|scap|scaps|scapula depression|depressed
depressed|depressing ..5 gains|plateau|bench|gym|price|prices|closed|numbers|progress|lifts
blood flow|pump|work|sweat|type|flow
blood sweat and
cancer season|zodiac
torn|tore|tear between|through|up|into|it|down|apart|callus|calluses|skin|jeans|shirt|ticket
tear|tears|tore up|through|into|down|it|my shirt
tears of|in|joy
muscle|muscles ..1 tear|tears|fibers|fibres|fiber|tearing
ripped abs|body|physique|jeans|shirt|shorts|off|look|for|in
get|getting|got|be|look|looking|looks|become ..1 ripped
ripped|shredded ..3 abs|arms|body|chest|back|legs
abs|arms|body|chest|back|legs ..2 ripped|shredded
snap|snapped city|chat|back|up|fitness|out
snapped a picture|photo
pop|popped|popping ..2 pr|prs|pb
pop|popped|popping up|out|by|off
veins|vein|delts|biceps|traps|abs|chest|muscles|quads|shoulders|caps|triceps|peak ..2 pop|popping
make|making|get|getting|my ..2 biceps|delts|quads|traps|arms|abs|calves|lats ..1 pop|popping
broke|broken|break|breaking ..3 pr|prs|record|records|plateau|pb|sweat|bank|streak|habit|even
broken ..2 machine|barbell|rack|cable|bench|collar|bike|treadmill|equipment|english|up|down
strain|strained ..1 relationship|on|of
pulled|pull|pulling ..3 kg|kgs|lbs|lb|pounds|plates|reps|sumo|conventional|from|up|off|apart|day
injury|injuries|pain free|prevention|prevent|proof|risk|preventing
injury ..1 prevention|risk|free|proof
risk|chance|chances|avoid|avoiding|prevent|preventing|without|minimize|reduce|potential ..3 INJURED
without|avoid|avoiding|not|dont|prevent ..2 injuring|hurting|hurt|injure ..1 SELF|my|it
safer|safe|safest|healthy ..3 back|knees|shoulders|knee|shoulder|joints
numb|tingling|tingles|tingle|tingly ..4 beta|alanine|preworkout|pre
beta|alanine|preworkout|pre ..5 numb|tingling|tingles|tingle|tingly|pins
mind|brain|feel|numbers ..1 numb
starving ..2 after|all|right|today|now|before|when|every|again|mid
im|am|always|so|was|be starving
binge|binging|bingeing watch|watching|watched|on|netflix
binge ..1 series|shows|show|netflix|videos
purge ..3 program|old|data|notes|list|app|junk|schedule
pass|passing parallel
bad back ..1 day|workout|session
back off|squat|squats|extension|extensions|raise|to|in|at|up|down|day|rows|row|again|from|when
back ..1 and ..1 bi|biceps|chest day|session
hip thrust|thrusts|hinge|hinges|flexor|flexors|abductor|adductor|drive|extension
hurt|hurts|hurting ..3 lol|haha|lmao
calf|calves|quads|glutes|abs|legs|arms|biceps|triceps|hamstrings|muscles|lats|delts|traps ..2 sore
soreness|doms|sore
light headed|weight|day|weights|session|set|work|deload|week
dead lift|lifts|hang|stop|hangs|bug|bugs|weight|tired|sexy|body
meet|deadline|weight ..1 cut|cutting
drop|dropped dead ..1 tired|gorgeous
burning ..2 chest|quads|pump|calories|legs ..1 from|during|pump
chest|pecs|pec ..2 burning|burn ..4 fly|flyes|flies|pump|set|drop|dropset|cable|pec
chest ..3 stretch|stretched|contraction|squeeze|squeezing|contract
squeeze|squeezing ..3 chest|pecs|..2 top|hard|each|rep|contraction
doctor ..3 cleared
feet flat|up|under|position|placement|together|apart|wide|on
"""

HISTORY = """
heart attack|attacks ..5 ago|last|years|months|recovery|rehab
history|survived|after|since|recovering|post ..3 heart attack|attacks
chest|breathing|fainting|fainted|faint ..3 ago
fainted|seizure|stroke ..5 years|months ago
"""
"""Signs of the past: no emergency any more, and still nothing for a coach."""

SERIOUS = """
want|wanna|going|gonna|plan|planning|thinking|thought|about|urge|feel|like|tonight ..3 KILL SELF
"""
"""Meant, whatever figure of speech it looks like."""
