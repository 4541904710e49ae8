"""Words that mean the same to the screens. Written as the screens fold them: no accents, no
apostrophes."""


def words_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


CLASSES = {
    "CHEST": "chest chests breastbone sternum",
    "HEART": "heart",
    "PAIN": "pain pains painful hurt hurts hurting ache aches aching achy pian paim apin payn pein",
    "TIGHT": "tight tightness tightening pressure squeezing crushing heaviness burning"
    " stabbing stabs crushes squeezes tightens",
    "CANT": "cant cannot couldnt unable",
    "BREATHE": "breathe breath breathing breaths breate braethe breth",
    "AIR": "air breath",
    "HARD": "hard difficult struggle struggles struggling struggled trouble difficulty difficulties"
    " problems",
    "SHORT": "short shortness shortage",
    "FAINT": "faint fainted fainting faints faintin",
    "OUT": "out",
    "PASS": "pass passed passing passes",
    "BLACK": "black blacked blacking blacks",
    "ME": "i im ive ill id my me we he she they you hes shes it its",
    "SELF": "myself meself himself herself themselves yourself",
    "KILL": "kill killing",
    "WANT": "want wanna wanting wish wanted wants",
    "LIVE": "live living alive exist existing",
    "DIE": "die dying dead",
    "SUICIDE": "suicide suicidal suicides suicidality suiside suicid sewerslide",
    "SUDDEN": "sudden suddenly",
    "ARM": "arm arms jaw",
    "LOW": " ".join(str(kcal) for kcal in range(100, 1_000, 50)),
    "NUMB": "numb numbness tingling tingly tingles",
    "EAT": "eat eats eating ate eaten",
    "VOMIT": "vomit vomits vomiting puke puking purge purging barf",
    "DAYS": "day days week weeks hours",
    "STEROID": "steroid steroids roid roids sterroids anabolics trenbolone tren dianabol dbol"
    " anavar winstrol winny stanozolol nandrolone oxandrolone primobolan masteron equipoise anadrol"
    " turinabol superdrol halotestin prohormone prohormones sustanon deca",
    "OTHER_DRUG": "clen clenbuterol dnp dinitrophenol sarm sarms ostarine ligandrol rad140 lgd4033"
    " mk677 mk2866 yk11 cardarine ibutamoren andarine hgh somatropin epo ephedrine ephedra eca"
    " adderall ritalin cocaine meth amphetamine amphetamines trt hrt arimidex anastrozole nolvadex"
    " tamoxifen clomid hcg bpc157 bpc peptides ozempic semaglutide wegovy mounjaro tirzepatide"
    " diuretics diuretic lasix furosemide synthol cytomel liothyronine phentermine",
    "PAINKILLER": "ibuprofen advil paracetamol acetaminophen tylenol aspirin naproxen diclofenac"
    " tramadol oxycodone codeine morphine opioid opioids painkiller painkillers nsaid nsaids"
    " gabapentin prednisone prednisolone cortisone xanax valium zopiclone toradol",
    "TAKE": "take taking takes took taken use using used inject injecting injected"
    " injection injections inject shot shots pin pinning buy dose doses dosing dosage cycle cycles"
    " stack mg mcg iu ml pill pills tablet tablets start started mix cruise blast blasting",
    "TESTOSTERONE": "testosterone enanthate cypionate propionate testo",
    "SICK": "diabetes diabetic diabetics diabetis diabeetus arrhythmia arrythmia afib fibrillation"
    " hypertension hypertensive asthma asthmatic epilepsy epileptic cancer chemo chemotherapy tumor"
    " tumour arthritis osteoporosis osteopenia hypothyroidism hyperthyroidism hashimotos lupus"
    " fibromyalgia crohns colitis copd emphysema pneumonia myocarditis cardiomyopathy angina"
    " pacemaker stent stents aneurysm thrombosis embolism dialysis leukemia parkinsons sclerosis"
    " hernia hernias rhabdo rhabdomyolysis pcos endometriosis anemia anaemia hepatitis hiv"
    " schizophrenia bipolar adhd palpitations osteoarthritis hypoglycemia hypoglycaemia gout"
    " scoliosis bronchitis covid prediabetic prediabetes concussion concussed vertigo",
    "MEDICINE": "medication medications medicament medicaments meds medicine medicines metformin"
    " prescription prescriptions prescribed warfarin eliquis xarelto statin statins lisinopril"
    " metoprolol propranolol bisoprolol amlodipine antidepressant antidepressants ssri ssris"
    " sertraline zoloft prozac fluoxetine lexapro lithium levothyroxine antibiotics antibiotic"
    " roaccutane accutane inhaler insulin methotrexate",
    "ORGAN": "heart kidney kidneys liver lung lungs thyroid cardiac renal",
    "TROUBLE": "disease diseases condition conditions problem problems failure issue issues murmur"
    " defect disorder patient surgery transplant",
    "PREGNANT": "pregnant pregnancy preggo pregnancies postpartum postnatal prenatal"
    " miscarriage trimester breastfeeding cesarean caesarean csection diastasis",
    "JOINT": "knee knees shoulder shoulders elbow elbows wrist wrists hip hips ankle ankles neck"
    " spine groin achilles shin shins rib ribs tendon tendons ligament ligaments joint joints disc"
    " discs tailbone sciatic kneecap patella collarbone clavicle scapula si foot feet heel hand"
    " hands finger fingers thumb toe backache",
    "SPINE": "back",
    "MUSCLE": "hamstring hamstrings quad quads quadriceps calf calves bicep biceps tricep triceps"
    " pec pecs pectoral lat lats delt delts glute glutes adductor adductors muscle muscles trap"
    " traps forearm forearms oblique obliques arm arms leg legs ab abs rotator cuff labrum meniscus"
    " acl mcl pcl",
    "TEAR": "tear tears torn tore tearing rupture ruptured rupturing ripped snapped snap popped",
    "SHARP": "sharp stabbing shooting sudden searing electric severe excruciating unbearable",
    "BAD": "bad injured busted messed fucked dodgy damaged injuries injury",
    "SWOLLEN": "swollen swelling swelled bruised bruising bruise",
    "INJURED": "injury injuries injured injure injuring",
    "BROKEN": "broke broken fracture fractured fractures dislocated dislocate dislocation"
    " subluxed sprain sprained sprains strain strained tweaked tweak",
    "GYM": "gym squat squats squatting deadlift deadlifts deadlifting bench benching workout"
    " workouts training train cardio sets set reps rep session sessions legs lunges burpees rows"
    " volume press lifting run running hypertrophy exercise exercises drop hiit crossfit amrap"
    " superset supersets conditioning finisher sprints lifts",
    "BODY_DAY": "day days session sessions workout workouts exercise exercises press presses fly"
    " flies flys flye flyes pump pumps volume sets set reps growth muscles muscle routine program"
    " training development size gains supported strap machine dip dips work movement movements"
    " pass passes up height level width freq frequency measurement circumference girth",
    "TOLL": "killed killing kill kills destroyed destroying murdered murder murders wrecked smoked"
    " kicked crushed",
}

NEGATORS = words_of(
    """
aint arent avoid avoiding avoids denies deny didnt doesnt dont free hadnt hasnt havent isnt kein
keine neither nessun never no non none nor not pas prevent preventative preventing prevents sans
sem senza sin wasnt werent without wont zero
"""
)
"""Only `PREVENTING` ones are not said of signs that are there."""

PREVENTING = words_of(
    """
avoid avoiding avoids prevent preventative preventing prevents
"""
)

UNPRECEDENTED = words_of(
    """
bad before like now this till today until
"""
)
"""“I have never had chest pain like this” is no negation."""

FILLERS = words_of(
    """
lower upper mid any a an the had have having has get getting gets got feel feeling feels felt
experience experiencing experienced sign signs symptom symptoms of kind more actual really such
been real like history to want wanna longer currently ever am im on be being my i taking take took
using use used do is are it with new actually need gonna going from at all
"""
)
"""May stand between a negator and what it negates."""

LISTED = words_of(
    """
allergies asthma back breath breathing chest clen condition conditions cough diabetes disease
dizziness dizzy drugs fainting fever headache headaches heart illness injuries injury joint knee
medical medication medications meds nausea numbness of pain pains palpitations pressure sarms
shortness shoulder steroids surgery swelling tightness tingling trouble trt
"""
)
"""What a list of negated signs consists of: “no dizziness, fever or chest pain”."""

DENYING = words_of("no not never dont doesnt didnt isnt arent wasnt without havent hasnt")
"""Within a sign these take it back: “my knee does not hurt”."""

STILL_THERE = words_of("stop stopped stopping go going know sure only just even normal better away")
"""But “does not stop”, “is not getting better”, “I do not know why” do not."""
