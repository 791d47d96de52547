"""Words of English that say who acts: the only lists of the rules about addressees.

They are words of the language, not of any report's subject; what is a name comes from the gazetteer.
"""


def listed(text: str) -> frozenset[str]:
    """Words that stand in a row with spaces between them."""
    return frozenset(text.split())


STRONG = listed("should must shall ought needs need")
"""Words of duty that stand between who acts and what is to be done; `HAVE_TO` need a "to" after them."""
WEAK = listed("can could may might would")
NEEDS_TO = listed("need needs ought has have had is are")
AUXILIARIES = listed(
    "will would may might can could also then now still first therefore thus always not never only just"
)

DETERMINERS = listed(
    "the a an this that these those all both each every any some many most several few other another such no more "
    "various certain different its their his her our my your whose one two three four five"
)
POSSESSIVES = listed("its their his her our my your")
PRONOUNS = listed("it they we he she you i this that these those one there which who what")
PERSONAL = listed("it they we he she")
PREPOSITIONS = listed(
    "of in on at by for with from to into onto upon about above across after against along alongside amid among "
    "amongst around as before behind below beneath beside besides between beyond concerning despite down during except "
    "following inside like near off out outside over past per regarding since than through throughout toward towards "
    "under underneath unlike until up via within without including given amidst versus"
)
RELATIVES = listed("that which who whom whose where when")
CLAUSES = listed(
    "but so yet then while whilst although though because if whether unless since when where once nor whereas "
    "whereby therefore hence thus and or"
)
GRAMMATICAL = DETERMINERS | PREPOSITIONS | PRONOUNS | CLAUSES | RELATIVES | AUXILIARIES
"""Words that name nothing, wherever they stand."""
LEADS = listed(
    "as in on at by for with from to after before during despite given through under while whilst although though "
    "because if unless since when where once until beyond within without amid among across against along alongside "
    "together like including such rather instead moving looking going building based which who whose whom that not "
    "especially particularly both far now then also too however therefore finally first firstly second secondly third "
    "thirdly fourth fifth last lastly additionally furthermore moreover meanwhile similarly conversely consequently "
    "accordingly ultimately overall nonetheless nevertheless"
)

GOVERNING = listed(
    "government governments administration administrations leaders leadership leader officials official policymakers "
    "policymaker policy-makers decision-makers decisionmakers lawmakers lawmaker legislators parliamentarians "
    "politicians authorities diplomats strategists planners negotiators cabinet statesmen ministers regulators"
)
"""Those who stand for their state: "Japanese leaders" are Japan."""
RULED = listed("government administration officials leaders leadership policymakers policy-makers authorities cabinet")
"""Nouns of `GOVERNING` that mean a state though none is named: the one the document is about."""
BEFORE_GOVERNING = listed(
    "federal central national new current next incoming outgoing present senior top elected coalition democratic "
    "political defence defense military foreign trade security economic policy key local newly public allied"
)
RELATED = listed("allies ally partners partner friends neighbours neighbors counterparts members member adversaries")
"""Nouns that need an owner: "its allies" are somebody's."""
GROUPS = listed(
    "states state countries country nations nation powers democracies economies governments donors donor allies "
    "partners members parties signatories policymakers policy-makers decision-makers lawmakers legislators regulators "
    "regulator leaders officials authorities organisations organizations organisation organization institutions "
    "institution agencies agency ministries ministry departments companies company firms businesses business industry "
    "industries corporations manufacturers producers operators suppliers providers developers vendors banks investors "
    "insurers lenders funders philanthropies foundations universities university schools researchers scholars "
    "academics academia scientists experts practitioners engineers journalists media ngos charities unions employers "
    "employees workers citizens voters consumers communities community societies society stakeholders actors "
    "delegations negotiators diplomats militaries military forces army navy police courts court parliaments "
    "parliament legislatures municipalities cities mayors states' coalition alliance bloc commanders planners "
    "strategists analysts advocates activists humanitarians capitals westerners platforms users owners utilities "
    "airlines hospitals clinicians doctors teachers parents churches tribes peoples landowners farmers trusts "
    "associations people public "
    "administration administrations politicians ministers secretariat board committee commission council "
    "participants participant speakers speaker panelists panellists panelist delegates interlocutors respondents "
    "interviewees observers critics commentators"
)
"""Nouns that name somebody who can be asked to act."""
ORGANS = listed(
    "council department ministry agency commission committee foundation institute institutes office bureau "
    "administration authority board force army navy parliament congress senate assembly bank fund corporation company "
    "corps command court service services secretariat secretary minister president cabinet treasury inspectorate "
    "ombudsman commissioner director executive trust union association federation society university college school "
    "hospital police centre center directorate group forum house panel taskforce task organisation organization "
    "network "
    "government governor mayor chamber league conference coalition alliance programme program initiative partnership "
    "inquiry chief regulator laboratory survey registry tribunal"
)
"""Words one of which stands in the name of most bodies."""
ACTS = listed(
    "policy policies strategy strategies approach approaches effort efforts aspiration aspirations ambition ambitions "
    "priority priorities diplomacy planning plan plans focus goal goals aim aims objective objectives posture response "
    "responses action actions agenda programme programmes program programs decision decisions investment investments "
    "support engagement assistance aid overture overtures position positions leadership commitment commitments "
    "initiative initiatives cooperation role attention spending budget budgets mandate reforms measures steps work "
    "outreach negotiations interest interests task message advocacy rhetoric presence contribution contributions"
)
"""Nouns of doing: what somebody's policy should be is for that somebody to decide."""

ASKING = listed(
    "urge urges urged urging ask asks asked asking encourage encourages encouraged encouraging advise advises advised "
    "advising invite invites invited inviting request requests requested requesting press presses pressed implore "
    "implores implored enjoin exhort push pushes require requires beseech tell challenge challenges direct directs"
)
PROPOSING = listed("recommend recommends recommended recommending propose proposes proposed suggest suggests suggested")
CALLING = listed("call calls called calling")
UPON = listed("on upon for")
URGENT = listed(
    "time moment necessary essential important imperative vital critical crucial right needed need opportunity "
    "opportunities interest ripe incumbent up fundamental key wise prudent advisable useful helpful possible urgent "
    "appropriate desirable beneficial better best opportune sensible responsibility duty obligation job priority task "
    "challenge challenges necessity mistake way ways case chance means turn room"
)
"""Words after which "for X to" or "that X" names who is to act."""
BURDENS = listed("priority task responsibility challenge challenges duty job imperative necessity lesson test mission")
MOVING = listed(
    "deter prevent stop keep discourage lead compel prompt encourage motivate spur push drive force persuade convince "
    "remind enable allow induce inspire"
)
"""What a thing should make somebody do: "this should not deter X from ..."."""
EXAMPLES = ("such as", "like", "including", "for example", "especially", "particularly", "notably", "e.g.")
POINTING = listed("the this that these")
ANAPHORS = {
    **dict.fromkeys(listed("pact alliance"), listed("alliance treaty minilateral trade-agreement economic-framework")),
    **dict.fromkeys(listed("treaty agreement"), listed("treaty trade-agreement alliance economic-framework")),
    **dict.fromkeys(
        listed("grouping group partnership coalition forum mechanism trilateral quartet"),
        listed("minilateral economic-framework"),
    ),
    **dict.fromkeys(
        listed("bloc organisation organization association union forum institution"),
        listed("intergovernmental-organisation alliance trade-agreement"),
    ),
    **dict.fromkeys(listed("department ministry agency commission committee council board office bureau"), listed("")),
    **dict.fromkeys(listed("parliament congress administration court bank service force secretariat"), listed("")),
    **dict.fromkeys(listed("country nation kingdom republic island archipelago"), listed("state")),
}
"""What a definite noun ("the pact") may point back to, by kind; a body's noun (no kinds) must stand in its name."""
POINTED = frozenset(ANAPHORS)
VERBS = listed("is are was were be has have had does do did will seek began begin get got gave give")
"""Verbs that tell a subject though they end in neither -s nor -ed."""
NEGATIONS = listed("not never no cannot without neither nor")
"""Words that turn what is asked for into its opposite."""
SAYING = listed(
    "argue argues argued advocate advocates advocated agree agrees agreed assert asserts asserted believe believes "
    "believed call calls called caution cautions cautioned claim claims claimed contend contends contended demand "
    "demands demanded emphasise emphasises emphasised emphasize emphasizes emphasized express expressed insist insists "
    "insisted note notes noted observe observes observed propose proposes proposed recommend recommends recommended "
    "said say says stress stresses stressed suggest suggests suggested think thinks thought underline underlined "
    "underscore underscored underscores urge urges urged warn warns warned"
)
"""Verbs after which stands what somebody says."""
UNDERGONE = listed("given seen left held brought taken made built sent shown put kept cut")
"""Participles without -ed of what may be done to the subject of a verb of duty, who is then not the one to act."""
STILL_ACTING = listed(
    "prepared committed focused focussed concerned determined engaged dedicated interested involved alarmed worried "
    "encouraged required urged asked expected advised obliged compelled allowed tasked mandated instructed challenged "
    "pressed forced permitted reminded convinced limited need indeed"
)
"""Participles after which the subject acts all the same: "should be prepared", "should be required to"."""
