"""Words and patterns that tell who is speaking: nouns for people, verbs of saying, feeling and behaving, genres."""

import re

_I = re.IGNORECASE
QUOTE = re.compile(r"[“\"]([^“”\"]{2,600})[”\"]|(?<!\w)[‘']([^‘\n]{8,300}?)[’'](?!\w)")
CHILD_NOUN = re.compile(
    r"\[(?:CHILD|SIBLING|BROTHER|SISTER|FOSTER SIBLING)(?: \d+)?\]|\b(?:child|baby|young person|yp|toddler|boy|girl|lad|bairn|wean|the twins|pupil|youngster)\b(?!'s mum)",
    _I,
)
FAMILY_NOUN = re.compile(
    r"\[(?:MOTHER|FATHER|PARENT|STEPMOTHER|STEPFATHER|GRANDMOTHER|GRANDFATHER|GRANDPARENT|AUNT|UNCLE|RELATIVE|CARER|PARTNER)(?: \d+)?\]|"
    r"\b(?:mum|mother|mam|mummy|dad|father|daddy|nan|nana|nain|gran|granny|grandma|grandmother|grandad|grandfather|taid|mgm|pgm|parents?|aunt|auntie|uncle|stepdad|stepmum|foster carers?|carers?|fc|fcs)\b(?!['’]s\b)",
    _I,
)
PROFESSIONAL_NOUN = re.compile(
    r"\[(?:SOCIAL WORKER|KEY WORKER|SUPPORT WORKER|PERSONAL ADVISER|TEACHER|REVIEWING OFFICER|MANAGER|ADVOCATE|GUARDIAN|HEALTH VISITOR|DOCTOR|NURSE|THERAPIST|PSYCHOLOGIST|POLICE OFFICER|SOLICITOR|"
    r"JUDGE|YOUTH WORKER|VISITOR|INTERPRETER|INTERVIEWER|WORKER)(?: \d+)?\]|\b(?:social worker|sw|iro|teacher|school|head|staff|key ?worker|police|officer|worker|health visitor|hv|doctor|gp|nurse|dsl|ta|panel|chair|advocate|guardian|nursery)\b(?!['’]s\b)",
    _I,
)
PRONOUN = re.compile(r"^\W*(?:\w+,? )?(?:he|she|they)\b|\b(?:he|she|they)\b", _I)
FIRST_PERSON = re.compile(r"\b(?:I|we|my|me)\b")
REPORTING = re.compile(
    r"\b(?:said|says|saying|tells|told|telling|asked (?:if|whether|for|me|why|when|what|to|that)|asks|asking (?:if|for|when|why)|explained|explains|stated|states|reports|reported(?! (?:by|to police))|replied|answered|"
    r"disclosed|shared that|added|admitted|insisted|whispered|shouted|described|describes|mentioned|reckons|complained|complains|claims|claimed|texted|messaged|wrote|signed|using (?:his|her|their) (?:symbols|device|board|aid)|"
    r"(?:his|her|their) (?:words|view|wish|answer) (?:is|was|were)|according to (?:him|her|them)|via (?:the )?interpreter|through (?:the )?interpreter|keeps asking|kept asking|kept saying|wants to know|would like|wants|wanted|wishes|doesn['’]?t want|does not want|didn['’]?t want|chose|picked out)\b",
    _I,
)
FEELING = re.compile(
    r"\b(?:feels|felt|feeling|thinks|thought|believes|believed|likes|loves|hates|enjoys|misses|hopes|hoping|worries|worried|fears|dreads|prefers|remembers|knows|trusts|looks forward|looking forward|is (?:scared|afraid|worried|sad|angry|happy|proud|excited|anxious|upset|settled|lonely)|"
    r"was (?:scared|afraid|worried|sad|angry|happy|proud|excited|anxious|upset|pleased)|doesn['’]?t (?:like|trust|feel|think|know|believe|understand)|can['’]?t wait|isn['’]?t (?:scared|happy|sure))\b",
    _I,
)
BEHAVIOUR = re.compile(
    r"\b(?:shrugged|shrugs|cried|cries|crying|sobbed|sobbing|tearful|hid|hides|hiding|smiled|smiles|smiling|grinned|laughed|laughing|giggled|drew|draws|drawing|clung|clings|flinched|flinches|threw|throws|kicked|kicks|"
    r"punched|pushed|ran (?:to|off|out|away|straight)|runs to|hugged|hugs|cuddled|snuggled|leaned|leant|curled|rocked|rocking|stared|staring|looked (?:away|down|at the)|looks (?:away|down|at the door)|turned (?:away|to|his|her|the)|pulled|pulls|"
    r"put (?:his|her|their)|covered (?:his|her|their)|nodded|nods|shook (?:his|her|their)|pointed|points|reached|reaches|waved|jumped|skipped|danced|sang|paced|froze|frozen|went (?:quiet|still|silent|white|red)|goes quiet|said nothing|says nothing|"
    r"silent|left the room|walked (?:out|off|away)|slammed|refused|refuses|would not|wouldn['’]?t|won['’]?t|played|playing|lined up|built|buried|bit|bites|chewed|picked at|sucked|wet (?:himself|herself|the bed)|slept|sleeps|woke|wakes|settled|unsettled|"
    r"ate|eating|hugging|holding|held|kept (?:his|her|their|looking|checking)|keeps (?:his|her|their|looking|checking)|coat on|hood up|still packed|sat (?:under|in|on|by|with|alone|close)|sits|stood|climbed|scribbled|tore|ripped|zipped|babbled|babbling|cooed|soothed|calmed|gazed|eye contact|tracked)\b",
    _I,
)
YOU_BEHAVED = re.compile(
    r"\byou (?:cried|hid|smiled|laughed|drew|ran|shrugged|threw|hugged|clapped|danced|showed me|went quiet|put your)\b",
    _I,
)
COLLECTIVE = re.compile(
    r"\b(?:the group|care council|the children|the young people|the class|the members|all of us|several of us|most of us|we all|us kids|young people here)\b[^.,]{0,24}?\b(?:said|say|says|think|thought|want|wanted|wants|agreed|felt|feel|feels|asked|told|voted|agree|chose|wrote|would like|decided|hate|like)\b",
    _I,
)
TO_CHILD = re.compile(
    r"\byou(?:['’](?:ve|re|d))? (?:told|said|asked|wanted|want|felt|feel|were|showed|drew|wrote|like|love|don['’]?t|did|didn['’]?t|had|have|are|made|chose|lived|live|came|went)\b|\byour (?:mum|dad|brother|sister|social|words|drawing|room|foster)\b",
    _I,
)
CHILD_GENRE = re.compile(
    r"\b(?:app messages?|text messages?|messages?|texts?|sms|chat|whats ?app|dm|survey|worksheet|questionnaire|diary|feedback form|poem|(?:young person|child|yp)['’]?s? (?:own )?(?:letter|words|form|message)|letter (?:from|by) (?:a |the )?(?:child|young person|yp)|letter to (?:the )?(?:judge|court)|three houses sheet|wishes and feelings (?:form|sheet|worksheet))\b"
)
COLLECTIVE_GENRE = re.compile(
    r"\b(?:focus group|council|cicc|children in care council|participation|group session|forum|youth voice)\b"
)
FAMILY_GENRE = re.compile(
    r"\b(?:carers?['’]?s?['’]? (?:daily |weekly )?(?:log|diary|record|recording|interview|report|notes?)|foster (?:carer )?(?:daily )?log|carer interview|interview with (?:a |the )?(?:\w+ )?(?:carers?|parents?|adopters?|mother|father)|parent(?:al)? (?:letter|statement|interview)|kinship carer)"
)
CHILD_HEADING = re.compile(
    r"\b(?:house of|wishes|my (?:world|words|wishes|worries)|i (?:like|want|think|feel|would)|things i|what i|about me|child['’]?s (?:words|views|voice|wishes)|(?:his|her|their) (?:own )?(?:words|views)|young person['’]?s (?:words|views)|voice of the child)\b",
    _I,
)
