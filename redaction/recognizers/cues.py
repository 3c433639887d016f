"""Words that point to names, words that are never names, and words that may be either: shared by several families."""

TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor rev reverend sister nurse pc dc ds sgt sergeant inspector insp auntie aunty aunt uncle nan nana "
    "nanny gran granny grandma grandad grandpa imam rabbi father pastor sheikh sir lady judge justice hhj dj".split()
)
PARTICLES = frozenset("de da dos das do di del della du van von der den le la el al bin bint ibn ap ab ferch mac ni o".split())
ACRONYMS = frozenset(
    "SW FC YP IRO LAC CIC CLA DSL DSO HV GP TA EP SEN SENCO EHC EHCP CP CIN CAMHS NHS UK GB US TV PE RE IT ID OK PM AM LA PA KW FSW SSW MASH EDT PC DC DS "
    "PCSO YOT YJS YOS YO CAF TAF TAC PEP MGM PGM MGF PGF MGP PGP M F DV DA ABE ICO EPO SGO PLO ASD ADHD FASD PTSD OCD BSL AAC PECS ISS UASC ARE NRM "
    "MP QC KC RSPCA NSPCC BBC MOT WIFI PS XBOX PS5 DVD CD ED AE ENT OT SALT SLT LGBT PSHE GCSE BTEC NVQ SATS SDQ TBC TBA NFA ASAP FAO CC RE FYI LOL OMG DM PD "
    "AOB ASQ DLA PIP RHI ETE EPDS SNT MIS NN TFL TfL SoGS SMA PRN NFI GUM".split()
)
# First names that are English words; they count as names only where they are written as names.
NAMES_THAT_ARE_WORDS = frozenset(
    "will hope summer grace may mark rose joy faith blessing chase angel amber april august autumn daisy dawn destiny eden ever felicity "
    "fern frank gene ginger guy hazel heather holly hunter iris ivy jade jasmine jet june kit lily mercy miles nick olive pat patience pearl penny "
    "poppy precious prince princess promise raven ray reed rich river robin rob rocky rowan ruby rusty sage sandy sky skye star sunny "
    "mo trinity victor victory violet willow winter young king bill bob drew dean art earl ernest wade cliff glen lance "
    "miller mason cook baker turner walker wood woods hill hall ford field fields green brown black white gray grey stone marsh "
    "moss nash bush day knight bishop church long short sharp small little strong swift wise good best love loves bell ball banks bird "
    "case cross fish fox lamb bull wolf moon noble page parry park parks price pride rice rush sands savage seal speed spring stack steel "
    "temple trust underwood wall ward ware waters weaver webb wells west wild winters worth light ".split()
)
WEEKDAYS_AND_MONTHS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun mondays tuesdays wednesdays thursdays "
    "fridays saturdays sundays january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec christmas easter eid ramadan diwali hanukkah halloween xmas boxing bonfire".split()
)
_COUNTRIES = frozenset(
    "england english scotland scottish wales welsh ireland irish northern britain british uk gb america american usa europe european africa african asia asian "
    "poland polish romania romanian albania albanian ukraine ukrainian russia russian germany german france french spain spanish italy italian portugal portuguese "
    "turkey turkish kurdish kurdistan iraq iraqi iran iranian syria syrian sudan sudanese eritrea eritrean ethiopia ethiopian somalia somali nigeria nigerian ghana ghanaian "
    "kenya kenyan congo congolese zimbabwe zimbabwean jamaica jamaican india indian pakistan pakistani bangladesh bangladeshi bengali punjabi urdu hindi gujarati tamil "
    "afghanistan afghan pashto dari farsi arabic arab vietnam vietnamese china chinese mandarin cantonese japan japanese korea korean philippines filipino brazil brazilian "
    "gypsy roma traveller travellers muslim islam islamic christian christianity catholic hindu sikh sikhism jewish buddhist jehovah makaton gaelic latvia latvian lithuania lithuanian "
    "bulgaria bulgarian slovakia slovak czech hungary hungarian greece greek cyprus yemen yemeni egypt egyptian libya libyan morocco tigrinya oromo amharic twi yoruba igbo black white mixed".split()
)
_SERVICE = frozenset(
    "nebody naebody nobody nowt owt summat frae bairn bairns aye dunno centre center guest aob dht adm governor mins enquiries int interviewer fa mo addr asst bro weds fris snack goodbyes gaps threshold account accounts anonymous non cadets calpol corsa mileage office mat mats yr yrs art adoption mosaic lcs liquidlogic eclipse carefirst cpoms systmone cafcass ofsted neighbour table pyjamas participant participants researcher facilitator speaker respondent adult adults driver supervisor pig mum mummy mam mom dad daddy nan nana nanny gran granny grandma grandad grandpa nain taid mamgu tadcu granda papa baba mama auntie aunty uncle carer carers parent parents mother father "
    "child children baby boy girl boys girls brother sister siblings sibling family families friend friends teacher teachers head social worker workers supervising foster kinship "
    "school schools nursery college class year form house home homes placement placements contact visit visits session sessions meeting meetings review reviews conference "
    "core group plan plans assessment report referral case file chronology summary actions action outcome outcomes views wishes feelings worries dreams good things three "
    "strengths difficulties questionnaire signs safety wellbeing early help protection need looked after leaving care local authority council services service team duty "
    "emergency court hearing panel order orders police officer officers hospital doctor nurse health visitor visitors gp dentist optician camhs therapy therapist counsellor "
    "advocate guardian solicitor judge magistrates interpreter personal adviser advisor independent reviewing reviewer chair manager managers staff key night day residential unit "
    "date time present attendees apologies venue subject re from to cc bcc dear hi hello hey regards sincerely thanks thank kind yours love best signed note notes record recorded author role "
    "name names address tel phone mobile email dob ref reference number no yes ok okay q a p c ps nb tbc "
    "lego minecraft roblox fortnite xbox playstation nintendo youtube tiktok instagram snapchat whatsapp facebook netflix disney peppa bluey paw patrol pokemon spiderman batman frozen elsa barbie "
    "duplo gameboy mcdonalds mcdonald tesco asda aldi lidl sainsburys greggs nandos kfc subway costa starbucks primark nike adidas apple iphone ipad samsung google alexa spotify fifa uno jenga monopoly "
    "maths english science history geography art music pe re ict french spanish drama sats gcse gcses btec reading reception sixth god allah jesus quran bible santa "
    "talking mats symbols communication board ipad emotion card cards worksheet drawing doll dolls play sand puppet puppets".split()
)
_STARTERS = frozenset(
    "the a an and but or so if when while then there here this that these those it its it's he she they we you i i'm i'd i've i'll he's she's they're we're you're "
    "his her their our your my mine me him them us who what why where how which whose as at by for from in into of off on onto out over per to up with without about after before "
    "since until till during because although though however also again still just only even very too not no nor none nothing nobody no-one everyone everybody everything someone somebody something "
    "anyone anything all any both each every either neither some many much more most few less least several other another such same own "
    "is are was were be been being am has have had having do does did done doing don't doesn't didn't can can't cannot could couldn't will won't would wouldn't shall should shouldn't may might must "
    "isn't aren't wasn't weren't hasn't haven't hadn't let let's said says say told tell asked ask see saw seen spoke spoken speak went go goes going got get gets getting came come comes "
    "made make makes took take takes gave give gives put puts left leave arrived returned attended discussed observed noted agreed explained informed advised reported requested received "
    "called rang phoned texted emailed met meet played playing plays sat sits stood stands looked looks looking seemed seems appeared appears presented presents remained remains continues continued "
    "wants want wanted likes like liked loves loved hates hate hated feels feel felt thinks think thought knows know knew needs need needed hopes hoped wished "
    "first second third last next later now today yesterday tomorrow tonight morning afternoon evening lunch dinner tea breakfast bedtime weekend week weeks month months today's yesterday's "
    "new old big little small long short good bad great lovely nice happy sad angry upset quiet calm settled unsettled tired hungry ready sure "
    "please sorry well oh ah um erm yeah yep nope nah hiya bye maybe perhaps really actually anyway honestly apparently unfortunately finally overall generally usually sometimes always never often once twice "
    "two three four five six seven eight nine ten one dog cat bus car room bedroom bed door garden kitchen bathroom park shop shops town city village road street phone bag coat shoes book books toys game games "
    "supervised unsupervised telephone letter text message messages entry log handover daily weekly monthly annual statutory initial final update further previous current recent "
    "concern concerns risk risks issue issues incident incidents behaviour education health emotional physical identity relationships transport travel money clothes food sleep "
    "clean tidy warm appropriate age mood eye body speech language english development weight height feeding nappy bottle "
    "shrugged smiled cried laughed nodded shook refused declined hid ran walked drew wrote read ate slept woke tearful quietly suddenly eventually together outside inside upstairs downstairs".split()
)
COMMON_WORDS = (_STARTERS | _SERVICE | WEEKDAYS_AND_MONTHS) - NAMES_THAT_ARE_WORDS | {"may", "will"}
"""Words that are no names: never looked for as a part of one, never taken for a misspelt one."""
HARMLESS = TITLES | _STARTERS | _SERVICE | WEEKDAYS_AND_MONTHS | _COUNTRIES | {acronym.lower() for acronym in ACRONYMS}
"""Words that say nothing of anybody, however they are written."""

STREET = (
    "Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Cl|Crescent|Cres|Drive|Dr|Gardens|Gdns|Court|Ct|Terrace|Terr|Way|Place|Pl|Square|Sq|Grove|Gr|Walk|Row|"
    "Hill|Rise|View|Mews|Parade|Green|Park|Mount|Croft|Fold|Bank|Brow|Wynd|Loan|Brae|Vale|Heol|Stryd|Ffordd|Parc|Yard|Gate|Path|Boulevard|Broadway|Quay|Wharf|Embankment|Circus|Approach|Ridge|Dale|Garth|Vennel|Causeway"
)
_ROLE_WORDS = (
    r"social worker|support worker|key ?worker|family worker|youth worker|outreach worker|personal advis[eo]r|reviewing officer|health visitor|school nurse|head ?teacher|class teacher|form tutor|"
    r"teaching assistant|foster (?:carer|mum|mother|dad|father|brother|sister|sibling)s?|kinship carer|carers?|mum|mother|mummy|mam|dad|father|daddy|step-?(?:mum|dad|mother|father|brother|sister)|"
    r"half-?(?:brother|sister)|brothers?|sisters?|siblings?|twins?|cousins?|(?:baby|little|big|older|younger|elder|twin) (?:brother|sister)|nan|nana|gran|grandma|grandmother|grandad|grandfather|"
    r"maternal grandmother|paternal grandmother|uncle|aunt|auntie|aunty|partner|boyfriend|girlfriend|ex-?partner|husband|wife|best (?:friend|mate)|friends?|mates?|neighbour|"
    r"teacher|tutor|mentor|coach|therapist|counsellor|psychologist|psychiatrist|paediatrician|doctor|solicitor|barrister|guardian|advocate|independent visitor|interpreter|manager|team manager|"
    r"practice manager|colleague|inspector|officer|police officer|detective|judge|chair|worker|placement worker|duty worker|student|pupil|"
    r"young person|child|boy|girl|lad|son|daughter|baby|new ?born|niece|nephew|grandson|granddaughter|patient|resident|subject"
)
_ROLE_SHORT = r"SW|SSW|FC|YP|HV|IRO|DSL|FSW|KW|TA|PA|SENCO|GP|PCSO|MGM|PGM|MGF|PGF|SWA|ASW|AP|TM|ATM|YJW|YOT worker|IV|PB|EWO|CP chair|Cllr|Ch|Fa|Mo|Bro|Sis"
ROLE = rf"(?:(?i:\b(?:{_ROLE_WORDS}))|\b(?:{_ROLE_SHORT}))"
"""A role, as a pattern: words in any case, abbreviations in capitals."""
