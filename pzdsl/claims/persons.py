"""Words for age, sex and the categories of a person's life, as the lexicon takes them in."""

from __future__ import annotations

AGES: dict[tuple[float, float], str] = {  # years, [low, high)
    (0.0, 0.25): "newborn, newborn infant, neonate",
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
    (60.0, 70.0): "sexagenarian", (70.0, 80.0): "septuagenarian", (80.0, 90.0): "octogenarian",
    (90.0, 100.0): "nonagenarian", (100.0, 130.0): "centenarian", (50.0, 60.0): "quinquagenarian",
    (40.0, 50.0): "quadragenarian", (65.0, 130.0): "old enough to be on medicare, old enough for medicare,"
    " eligible for medicare by age, of medicare age, past retirement age, qualifies for medicare by age",
    (18.0, 130.0): "grown man, grown woman, adult man, adult woman, adult male, adult female",
    (21.0, 130.0): "old enough to drink, old enough to buy beer",
    (16.0, 131.0): "old enough to drive", (18.0, 131.0): "old enough to vote",
    (49.0, 52.0): "half a century old",
    (0.0, 18.0): "a minor, underage, not yet an adult",
}  # fmt: skip

SEX_NOUNS: dict[str, str] = {
    "female": "woman, female, lady, girl, gal, mother of, mom of, grandmother of, housewife, mrs, ms,"
    " ma am, widow, schoolgirl, little girl,"
    " F, baby girl, teenage girl, mother to",
    "male": "man, male, gentleman, boy, guy, fellow, father of, dad of, grandfather of, widower, mr, sir,"
    " schoolboy, little boy, M,"
    " baby boy, teenage boy, father to",
}
ANATOMY: dict[str, str] = {
    "female": "menopause, postmenopausal, perimenopausal, menopausal, last menstrual period, lmp,"
    " gravida, menstruating, her period,"
    " hysterectomy, menstrual, my period, uterus, ovaries, pap smear",
    "male": "prostate, bph, testicular, vasectomy, erectile, testicle, testicles, prostatic",
}
PRONOUNS: dict[str, str] = {
    "female": "she, her, hers, herself, She, Her, she'd, she'll",
    "male": "he, him, his, himself, He, His, he'd, he'll",
}
KIN: dict[str, str] = {"female": "wife, daughter, little girl", "male": "husband, son, little boy"}

# concept -> canonical values (joined by |) -> terms
STATUSES: dict[str, dict[str, str]] = {
    "smoking": {
        "never": "never touched tobacco, has never touched tobacco, never smoker, never smoked,"
        " has never smoked, lifelong nonsmoker, never a smoker, lifelong non smoker,"
        " never touched a cigarette, never smoked a day, never been a smoker, never used tobacco",
        "never|former": "nonsmoker, non smoker, does not smoke, doesn't smoke, not a smoker, don't smoke,"
        " do not smoke,"
        " no longer smokes, not smoking, no tobacco use, isn't a smoker",
        "former": "former smoker, ex smoker, quit smoking, stopped smoking, used to smoke,"
        " kicked the habit, gave up smoking,"
        " gave up cigarettes, past smoker, quit cigarettes, smoked in the past, quit tobacco,"
        " gave up tobacco",
        "current": "current smoker, smokes, still smoking, still smokes, active smoker, currently smokes,"
        " smokes daily,"
        " continues to smoke, smokes cigarettes, is a smoker, current tobacco use, i smoke, lights up,"
        " daily smoker",
    },
    "marital_status": {
        "single": "single, never married, unmarried, has never been married, never been married, bachelor",
        "married": "married, is married, happily married",
        "divorced": "divorced, divorcee",
        "widowed": "widowed, widow, widower, lost her husband, lost his wife, late husband, late wife,"
        " husband passed away,"
        " wife passed away, husband died, wife died",
        "separated": "separated from, separated",
        "partner": "living with a partner, lives with partner, cohabiting, living with partner",
    },
    "insurance": {
        "medicare": "medicare, on medicare, covered by medicare",
        "medicaid": "medicaid, on medicaid, covered by medicaid",
        "private": "private insurance, privately insured, commercial insurance, employer insurance,"
        " insured through work,"
        " insurance through work, insurance through her job, insurance through his job,"
        " private health insurance,"
        " covered through work, employer sponsored insurance, insured privately, blue cross,"
        " private plan, private coverage",
        "uninsured": "no health coverage, no medical coverage, has no coverage, without coverage,"
        " uninsured, no insurance, no health insurance, without insurance, without health insurance,"
        " self pay,"
        " no coverage, lacks insurance, has no insurance, pays out of pocket, doesn't have insurance,"
        " no medical insurance",
    },
    "living": {
        "alone": "lives alone, living alone, lives by himself, lives by herself, lives on his own,"
        " lives on her own, live alone,"
        " lives all alone",
        "nursing_home": "nursing home, long term care facility, skilled nursing facility, care home,"
        " nursing facility, snf,"
        " lives in a nursing home, nursing home resident",
        "assisted": "assisted living",
        "family": "lives with his wife, lives with her husband, lives with family, lives with his family,"
        " lives with her family,"
        " lives with spouse, lives with his daughter, lives with her daughter, lives with his son,"
        " lives with her son,"
        " lives with parents, lives with both parents",
        "homeless": "homeless, unhoused, in a shelter",
    },
    "employment": {
        "retired": "retired, retiree",
        "unemployed": "unemployed, out of work, looking for work, jobless, between jobs, laid off, not working",
        "employed": "works full time, employed, employed full time, working full time, full time job,"
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
        "high_school": "high school diploma, high school graduate, ged, finished high school,"
        " graduated from high school,"
        " graduated high school, completed high school",
        "some_college": "some college",
        "college": "college degree, college graduate, bachelor's degree, college educated,"
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
    "living": {"alone": "alone", "nursing_home": "nursing_home", "assisted_living": "assisted",
        "with_family": "family",
               "family": "family", "homeless": "homeless", "with_spouse": "family", "spouse": "family"},
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
STATUS_NAMES: dict[str, str] = {  # names and labels of the variables
    "smoking": "smoking, smoking status, tobacco, tobacco use", "marital_status": "marital status",
    "insurance": "insurance, health insurance, insurance status, coverage",
    "living": "living, living situation, living arrangement, residence", "employment": "employment,"
        " employment status",
    "education": "education, education level, schooling",
}  # fmt: skip
