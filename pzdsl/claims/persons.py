"""Words for age, sex and the categories of a person's life, as the lexicon takes them in."""

from __future__ import annotations

AGES: dict[tuple[float, float], str] = {  # years, [low, high)
    (0.0, 0.25): "newborn, newborn infant, neonate, weeks old newborn",
    (0.0, 3.0): "this baby, the baby is, the baby was, the baby has, babe in arms, nursing infant, suckling,"
        " still in diapers",
    (0.0, 18.0): "this child, the child is, the child has, pediatric patient, this youngster, little one, this kid,"
        " kiddo, this tyke, a minor, underage, not yet an adult, not yet of age, too young to vote, child patient",
    (0.0, 16.0): "too young to drive",
    (1.0, 9.0): "young child, small child, tot",
    (1.5, 12.5): "little boy, little girl",
    (7.5, 13.5): "tween, preteen, pre teen, preadolescent",
    (4.5, 13.0): "elementary schooler, in elementary school, schoolchild, elementary school student,"
        " grade school age",
    (12.0, 15.5): "eighth grade, eighth grader, 8th grade, 8th grader, seventh grade, seventh grader,"
        " 7th grade, 7th grader",
    (13.0, 17.0): "ninth grade, ninth grader, 9th grade, 9th grader, tenth grade, tenth grader, 10th grade",
    (15.0, 19.5): "eleventh grade, twelfth grade, 11th grade, 12th grade, high school senior, high school junior",
    (13.0, 19.9): "high school student, young teen",
    (16.5, 31.0): "college student, college age, college aged, college freshman, undergraduate,"
        " college sophomore, of college age",
    (12.0, 46.0): "young woman, young man, young lady, young fellow, young guy, young gentleman",
    (57.0, 130.0): "old man, old woman, old lady, old gentleman, old fellow, older adult, in her golden years,"
        " in his golden years, in old age, aged man, aged woman, retirement age, oldster, elderly man",
    (60.0, 130.0): "pensioner, old age pensioner",
    (12.0, 52.0): "of childbearing age, of reproductive age, childbearing age, reproductive age",
    (10.0, 20.0): "second decade, 2nd decade", (20.0, 30.0): "third decade, 3rd decade",
    (30.0, 40.0): "fourth decade, 4th decade", (40.0, 50.0): "quadragenarian, fifth decade, 5th decade",
    (50.0, 60.0): "quinquagenarian, sixth decade, 6th decade", (60.0, 70.0): "sexagenarian, seventh decade,"
        " 7th decade",
    (70.0, 80.0): "septuagenarian, eighth decade, 8th decade", (80.0, 90.0): "octogenarian, ninth decade, 9th decade",
    (90.0, 100.0): "nonagenarian, tenth decade, 10th decade",
    (19.5, 30.0): "twenty something, twentysomething, 20 something, twentyish",
    (29.5, 40.0): "thirty something, thirtysomething, 30 something",
    (39.5, 50.0): "forty something, fortysomething, 40 something",
    (49.5, 60.0): "fifty something, fiftysomething, 50 something",
    (59.5, 70.0): "sixty something, sixtysomething, 60 something",
    (69.5, 80.0): "seventy something, seventysomething, 70 something",
    (79.5, 90.0): "eighty something, eightysomething, 80 something",
    (89.5, 100.0): "ninety something, 90 something",
    (18.0, 131.0): "old enough to vote, full grown adult, a grown up, full grown, a legal adult, this adult",
    (0.0, 2.0): "infant, baby girl, baby boy",
    (0.9, 4.5): "toddler",
    (2.5, 6.5): "preschooler, preschool aged, preschool age",
    (4.5, 7.0): "kindergartner, kindergartener, in kindergarten, kindergarten age",
    (5.0, 13.5): "school aged child, school age child, schoolboy, schoolgirl, grade schooler, grade school",
    (6.0, 8.0): "first grade, first grader, 1st grade, 1st grader", (7.0, 9.0): "second grade,"
        " second grader, 2nd grade, 2nd grader",
    (8.0, 10.0): "third grade, third grader, 3rd grade, 3rd grader", (9.0, 11.0): "fourth grade,"
        " fourth grader, 4th grade, 4th grader",
    (10.0, 12.0): "fifth grade, fifth grader, 5th grade, 5th grader", (11.0, 13.0): "sixth grade,"
        " sixth grader, 6th grade", (11.0, 15.0): "middle schooler, in middle school",
    (13.0, 20.0): "teenager, teen, teenage girl, teenage boy, adolescent, in her teens, in his teens",
    (14.0, 19.5): "high schooler, in high school", (18.0, 31.0): "young adult",
    (38.0, 66.0): "middle aged, in middle age, in midlife", (58.0, 130.0): "elderly, senior citizen,"
        " geriatric",
    (100.0, 130.0): "centenarian", (65.0, 130.0): "old enough to be on medicare, old enough for medicare,"
    " eligible for medicare by age, of medicare age, past retirement age, qualifies for medicare by age",
    (18.0, 130.0): "grown man, grown woman, adult man, adult woman, adult male, adult female",
    (21.0, 130.0): "old enough to drink, old enough to buy beer",
    (16.0, 131.0): "old enough to drive",
    (49.0, 52.0): "half a century old",
}  # fmt: skip

SEX_NOUNS: dict[str, str] = {
    "female": "great grandmother, great grandma, expectant mother, mother to be, new mom, new mother, mum of,"
    " mom to, mama to,"
    " missus, gentlewoman, chairwoman, congresswoman, servicewoman, cleaning lady, lunch lady,"
    " saleslady, landlady, hostess,"
    " stewardess, heiress, nun, ballerina, cowgirl, granny of, nana of, stepmother of, stepmom of,"
    " godmother of, girl scout,"
    " divorcee, working mom, single mom, single mother, soccer mom, stay at home mother, gals, doll, miss, womanhood,"
    " grandmother to, widowed lady, homemaker mother, schoolmistress, huntress, seamstress, abuela, sister to, aunt to,"
    " little lady, young woman, elderly woman, old woman, old lady, woman, female, lady, girl, gal,"
    " mother of, mom of, grandmother of, housewife, mrs, ms,"
    " ma am, widow, schoolgirl, little girl,"
    " F, baby girl, teenage girl, mother to, lass, matron, madam, mother in law, bride, businesswoman, waitress,"
    " actress, saleswoman, policewoman, grandmotherly, ladies, spinster, young lady, mademoiselle,"
    " mama of, grandma of, stay at home mom",
    "male": "great grandfather, great grandpa, expectant father, father to be, new dad, new father, dad to,"
    " papa to, grandfather to,"
    " chairman, congressman, serviceman, repairman, foreman, craftsman, tradesman, patrolman,"
    " deliveryman, milkman, barman,"
    " doorman, clergyman, sportsman, watchman, garbageman, cowboy, landlord, monk, altar boy, boy"
    " scout, frat boy, cameraman,"
    " stepfather of, stepdad of, godfather of, working dad, single dad, single father, stay at home"
    " father, buddy, mister,"
    " little man, little guy, old timer, family man, ladies' man, brother to, uncle to, abuelo, headmaster, young man,"
    " old man, elderly man, elderly gentleman, manhood, man, male, gentleman, boy, guy, fellow,"
    " father of, dad of, grandfather of, widower, mr, sir,"
    " schoolboy, little boy, M,"
    " baby boy, teenage boy, father to, chap, bloke, lad, dude, gent, fella, businessman, waiter, salesman,"
    " policeman,"
    " fireman, fisherman, mailman, handyman, bachelor, grandpa of, papa of, stay at home dad, monsieur, mister",
}
ANATOMY: dict[str, str] = {
    "female": "womb, her cycle, menstrual cycle, menarche, endometriosis, fibroids, fibroid, pcos, polycystic"
    " ovaries, tubes tied,"
    " tubal ligation, miscarriage, miscarried, gave birth, vulva, labia, mammogram, ob gyn, obgyn,"
    " gynecologist, hot flashes,"
    " preeclampsia, postnatal, her ovaries, her uterus, her cervix, breastfeeding her, nursing her"
    " baby, ectopic pregnancy,"
    " oophorectomy, pap test, ovary, menopause, postmenopausal, perimenopausal, menopausal, last menstrual period, lmp,"
    " gravida, menstruating, her period,"
    " hysterectomy, menstrual, my period, uterus, ovaries, pap smear, pregnant, postpartum, trimester, ovarian,"
    " cervix, vaginal, vagina, breastfeeding mother, cervical cancer, uterine, hot flashes, gravid, her menses,"
    " menses,"
    " obstetric, primigravida, multiparous, nulliparous, premenopausal",
    "male": "psa, turp, prostatitis, testes, testis, undescended testicle, his testicles, ejaculation, sperm,"
    " epididymitis,"
    " orchitis, undescended testicles, prostate exam, prostate, bph, testicular, vasectomy, erectile,"
    " testicle, testicles, prostatic, penis, penile, scrotum,"
    " scrotal, foreskin, circumcised, uncircumcised, prostatectomy, sperm count, hydrocele",
}
PRONOUNS: dict[str, str] = {
    "female": "she, her, hers, herself, She, Her, she'd, she'll",
    "male": "he, him, his, himself, He, His, he'd, he'll",
}
KIN: dict[str, str] = {"female": "wife, daughter, little girl", "male": "husband, son, little boy"}

# concept -> canonical values (joined by |) -> terms
STATUSES: dict[str, dict[str, str]] = {
    "smoking": {
        "never": "never lit up, never picked up a cigarette, never took up smoking, never tried cigarettes,"
        " never a smoker in his life,"
        " never had a cigarette, lifetime nonsmoker, lifelong never smoker, never touched tobacco,"
        " has never touched tobacco, never smoker, never smoked,"
        " has never smoked, lifelong nonsmoker, never a smoker, lifelong non smoker,"
        " never touched a cigarette, never smoked a day, never been a smoker, never used tobacco",
        "never|former": "doesn't use tobacco, no cigarettes, denies smoking, denies tobacco,"
        " denies tobacco use, tobacco free,"
        " does not use tobacco, nonsmoker, non smoker, does not smoke, doesn't smoke, not a smoker, don't smoke,"
        " do not smoke,"
        " no longer smokes, not smoking, no tobacco use, isn't a smoker",
        "former": "formerly smoked, previous smoker, smoked until, hasn't smoked since, gave up the cigarettes,"
        " hasn't smoked in,"
        " has not smoked since, reformed smoker, put down cigarettes, gave up the habit, former smoker,"
        " ex smoker, quit smoking, stopped smoking, used to smoke,"
        " kicked the habit, gave up smoking,"
        " gave up cigarettes, past smoker, quit cigarettes, smoked in the past, quit tobacco,"
        " gave up tobacco",
        "current": "i'm a smoker, i am a smoker, he's a smoker, she's a smoker,"
        " smokes every day, still lights up, smoking daily, ongoing tobacco use,"
        " active tobacco use,"
        " can't quit smoking, smoker who, heavy smoker, keeps smoking, current every day smoker,"
        " current smoker, smokes, still smoking, still smokes, active smoker, currently smokes,"
        " smokes daily,"
        " continues to smoke, smokes cigarettes, is a smoker, current tobacco use, i smoke, lights up,"
        " daily smoker",
    },
    "marital_status": {
        "single": "never been wed, never wed, never tied the knot, no spouse,"
        " single, never married, unmarried, has never been married, never been married, bachelor",
        "married": "has a wife, has a husband, her husband of, his wife of, newlywed, newly married,"
        " has been married, still married,"
        " celebrated their anniversary, married, is married, happily married",
        "divorced": "divorced, divorcee, ex wife, ex husband, went through a divorce, since his divorce,"
        " since her divorce, got divorced",
        "widowed": "lost my husband, lost my wife, lost his spouse, lost her spouse, buried her husband,"
        " buried his wife,"
        " husband passed, wife passed, widowed, widow, widower, lost her husband, lost his wife, late husband,"
        " late wife,"
        " husband passed away,"
        " wife passed away, husband died, wife died",
        "separated": "separated from, separated",
        "partner": "living with a partner, lives with partner, cohabiting, living with partner",
    },
    "insurance": {
        "medicare": "medicare beneficiary, medicare card, medicare patient, medicare, on medicare, covered by medicare",
        "medicaid": "medicaid card, medicaid recipient, medi cal, medicaid, on medicaid, covered by medicaid",
        "private": "employer plan, employer's plan, insurance from her employer, insurance from his employer,"
        " his wife's plan,"
        " her husband's plan, aetna, cigna, united healthcare, insured through his job, insured through her job,"
        " company insurance, job based insurance, private insurance, privately insured, commercial insurance,"
        " employer insurance,"
        " insured through work,"
        " insurance through work, insurance through her job, insurance through his job,"
        " private health insurance,"
        " covered through work, employer sponsored insurance, insured privately, blue cross,"
        " private plan, private coverage",
        "uninsured": "no insurance card, has no health insurance, without any insurance, not insured,"
        " isn't insured, lost his insurance,"
        " lost her insurance, between insurance, no health coverage, no medical coverage, has no coverage,"
        " without coverage,"
        " uninsured, no insurance, no health insurance, without insurance, without health insurance,"
        " self pay,"
        " no coverage, lacks insurance, has no insurance, pays out of pocket, doesn't have insurance,"
        " no medical insurance",
    },
    "living": {
        "alone": "lives alone, living alone, lives by himself, lives by herself, lives on his own,"
        " lives on her own, live alone, lives all alone, live by myself, live on my own, lives solo,"
        " by herself at home,"
        " by himself at home, has the house to himself, has the house to herself, nobody else at home,"
        " nobody else lives",
        "nursing_home": "nursing home, long term care facility, skilled nursing facility, care home,"
        " nursing facility,"
        " snf, lives in a nursing home, nursing home resident, long term care",
        "assisted": "assisted living, assisted living facility, senior living facility",
        "spouse": "lives with his wife, lives with her husband, lives with spouse, lives with my husband,"
        " lives with my wife, lives with her wife, lives with his husband, lives with his spouse,"
        " lives with her spouse,"
        " lives with his partner, lives with her partner",
        "children": "lives with his daughter, lives with her daughter, lives with his son, lives with her son,"
        " lives with her children, lives with his children, lives with her kids, lives with his kids,"
        " stays with her daughter, stays with his daughter, stays with her son, stays with his son,"
        " lives with a daughter, lives with a son, moved in with her daughter, moved in with his daughter,"
        " moved in with her son, moved in with his son",
        "mother": "lives with his mother, lives with her mother, lives with mom, lives with his mom,"
        " lives with her mom,"
        " lives with mother, lives with just mom",
        "father": "lives with his father, lives with her father, lives with dad, lives with his dad,"
        " lives with her dad,"
        " lives with father",
        "parents": "lives with both parents, lives with mom and dad, lives with his mom and dad,"
        " lives with her mom and dad, home with both parents, lives with mother and father",
        "parents|mother|father|foster": "lives with parents, lives with his parents, lives with her parents,"
        " lives at home with parents, lives with my parents",
        "grandparents": "lives with grandparents, lives with his grandparents, lives with her grandparents,"
        " lives with grandma, lives with his grandmother, lives with her grandmother, raised by grandparents,"
        " lives with grandmother",
        "roommates": "lives with roommates, lives with a roommate, shares an apartment with roommates, has roommates,"
        " with two roommates, with three roommates, lives in a dorm, lives in the dorms, dormitory, fraternity house",
        "foster": "foster care, foster parents, foster home, foster family, foster mother, foster child,"
        " in foster care",
        "grandchildren": "lives with grandchildren, with her grandchildren, with his grandchildren,"
        " shares her home with,"
        " shares his home with",
        "spouse|children|mother|father|parents|grandparents|grandchildren": "lives with family,"
        " lives with his family,"
        " lives with her family, lives with relatives, shares her apartment with, shares his apartment with,"
        " lives with my family, multigenerational household",
        "homeless": "homeless, unhoused, in a shelter, lives on the street, lives in his car, lives in her car,"
        " homeless shelter, couch surfing, no fixed address, undomiciled",
    },
    "employment": {
        "retired": "retired, retiree, in retirement, since retiring, no longer works, collecting a pension",
        "unemployed": "unemployed, out of work, looking for work, jobless, between jobs, laid off, not working",
        "employed": "still working, still works, holds a job, works as a, works as an, works for,"
        " full time work, part time work, works full time, employed, employed full time, working full time,"
        " full time job,"
        " works part time, working,"
        " has a job, has a full time job",
        "disabled": "on disability, receives disability",
        "student": "student, full time student",
        "homemaker": "homemaker, stay at home mom, stay at home dad, stay at home mother",
    },
    "education": {
        "none": "didn't finish high school, never graduated from high school,"
        " never graduated high school, left high school early,"
        " did not graduate from high school, did not complete high school, did not finish high school,"
        " dropped out of high school, less than high school, never finished high school,"
        " no high school diploma, high school dropout, without a high school diploma",
        "high_school": "diploma from high school, stopped after high school, high school education,"
        " high school diploma, high school graduate, ged, finished high school,"
        " graduated from high school,"
        " graduated high school, completed high school",
        "some_college": "some college",
        "college": "has a bachelor's, bachelor of, ba degree, bs degree, four year degree, college diploma,"
        " college degree, college graduate, bachelor's degree, college educated,"
        " bachelor 's degree, bachelors degree,"
        " graduated from college, finished college, university graduate, has a degree, college grad,"
        " university degree",
        "graduate": "master's degree, master 's degree, doctorate, graduate degree, phd,"
        " postgraduate degree, masters degree",
    },
}
# how a fact's own value is spelled -> canonical
SPELLED: dict[str, dict[str, str]] = {
    "smoking": {"never": "never", "former": "former", "current": "current", "never_smoker": "never",
        "ex": "former",
                "ex_smoker": "former", "former_smoker": "former", "current_smoker": "current"},
    "marital_status": {"single": "single", "never_married": "single", "married": "married",
        "divorced": "divorced",
                       "widowed": "widowed", "separated": "separated", "partner": "partner",
                       "living_with_partner": "partner"},
    "insurance": {"medicare": "medicare", "medicaid": "medicaid", "private": "private",
        "uninsured": "uninsured",
                  "none": "uninsured", "employer": "private"},
    "employment": {"retired": "retired", "unemployed": "unemployed", "employed": "employed",
        "working": "employed",
                   "full_time": "employed", "part_time": "employed", "disabled": "disabled",
                       "student": "student",
                   "homemaker": "homemaker", "looking_for_work": "unemployed"},
    "education": {"less_than_high_school": "none", "high_school": "high_school",
        "some_college": "some_college",
                  "college": "college", "bachelors": "college", "graduate": "graduate",
                      "college_graduate": "college"},
}  # fmt: skip
# how a label that the table above lacks says it: its first word found counts
LABEL_WORDS: dict[str, dict[str, str]] = {
    "living": {
        "alone": "alone, by himself, by herself", "foster": "foster", "nursing_home": "nursing,"
            " skilled nursing, care home",
        "assisted": "assisted", "roommates": "roommates, roommate, dorm, friends", "homeless": "homeless,"
            " shelter, street",
        "grandparents": "grandparents, grandmother, grandparent", "parents": "parents, both parents",
        "mother": "mother, mom", "father": "father, dad", "spouse": "spouse, wife, husband, partner",
        "children": "daughter, son, children, child",
        "spouse|children|mother|father|parents|grandparents|grandchildren": "family, relatives",
    },
    "education": {
        "none": "ninth grade, eighth grade, grade, less than high school, some high school, no diploma, elementary",
        "some_college": "some college, associate", "graduate": "master, doctorate, graduate degree, doctoral, phd",
        "college": "college, bachelor, university", "high_school": "high school, ged",
    },
    "marital_status": {
        "single": "single, never married, unmarried", "divorced": "divorced", "widowed": "widowed, widow, widower",
        "separated": "separated", "partner": "partner, cohabiting", "married": "married",
    },
    "insurance": {"medicare": "medicare", "medicaid": "medicaid, chip", "uninsured": "uninsured, none, no insurance",
        "private": "private, commercial, employer"},
    "smoking": {"never": "never, nonsmoker", "former": "former, ex, quit, past", "current": "current, smoker, daily"},
    "employment": {"retired": "retired", "unemployed": "unemployed, not working", "disabled": "disabled, disability",
        "student": "student", "homemaker": "homemaker", "employed": "employed, works, working"},
}  # fmt: skip
JOBS = (
    "carpenter plumber electrician teacher nurse accountant lawyer farmer welder mechanic cook chef waitress waiter"
    " bartender cashier cleaner janitor secretary receptionist engineer programmer architect dentist pharmacist"
    " firefighter pilot librarian barber hairdresser butcher baker roofer painter mason bricklayer miner machinist"
    " logger fisherman soldier musician artist photographer journalist writer salesman realtor banker professor"
    " paralegal electrician bookkeeper tailor seamstress landscaper gardener housekeeper nanny attorney"
).split()
JOB_PAIRS = (
    "truck driver, bus driver, taxi driver, cab driver, delivery driver, construction worker, factory worker,"
    " office worker, police officer, warehouse worker, social worker, flight attendant, software developer,"
    " school teacher, schoolteacher, security guard, postal worker, mail carrier, line cook, real estate agent"
).split(", ")
STATUS_NAMES: dict[str, str] = {  # names and labels of the variables
    "smoking": "smoking, smoking status, tobacco, tobacco use", "marital_status": "marital status",
    "insurance": "insurance, health insurance, insurance status, coverage",
    "occupation": "occupation, job, profession, work",
    "living": "living, living situation, living arrangement, residence", "employment": "employment,"
        " employment status",
    "education": "education, education level, schooling",
}  # fmt: skip
