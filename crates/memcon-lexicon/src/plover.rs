//! PLOVER's vocabulary: categories, modes, quad classes and scores, after its manual (0.8).

use std::fmt;
use std::str::FromStr;

use crate::nearest::hint;

/// A name that PLOVER does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    kind: &'static str,
    name: String,
    hint: String,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no PLOVER {}{}", self.name, self.kind, self.hint)
    }
}

impl std::error::Error for UnknownName {}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident ($kind:literal): $($variant:ident = $text:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "PLOVER names and defines them")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// All of them, in PLOVER's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as PLOVER writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(UnknownName {
                        kind: $kind,
                        name: text.to_owned(),
                        hint: hint(text, Self::ALL.iter().map(|known| known.as_str())),
                    }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

names! {
    /// The sixteen event categories.
    Category ("category"): Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE",
    Cooperate = "COOPERATE", Aid = "AID", Retreat = "RETREAT", Request = "REQUEST", Accuse = "ACCUSE",
    Reject = "REJECT", Threaten = "THREATEN", Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE",
    Coerce = "COERCE", Assault = "ASSAULT",
}

names! {
    /// The modes of all categories; which category has which is [`Category::modes`].
    Mode ("mode"): Visit = "visit", ThirdParty = "third-party", Multilateral = "multilateral", Phone = "phone",
    Withdraw = "withdraw", Release = "release", Disarm = "disarm", Ceasefire = "ceasefire", Access = "access",
    Resign = "resign", Assist = "assist", Change = "change", Yield = "yield", Meet = "meet",
    Disapprove = "disapprove", Investigate = "investigate", Allege = "allege", Restrict = "restrict",
    Arrest = "arrest", Relations = "relations", Expel = "expel", Territory = "territory", Violence = "violence",
    Demo = "demo", Riot = "riot", Strike = "strike", Hunger = "hunger", Boycott = "boycott",
    Obstruct = "obstruct", Vandalize = "vandalize", Convict = "convict", Discontinue = "discontinue",
    Troops = "troops", Weapons = "weapons", Police = "police", Militia = "militia", Seize = "seize",
    Censor = "censor", Curfew = "curfew", MartialLaw = "martial-law", Deport = "deport", Withhold = "withhold",
    Misinformation = "misinformation", Cyber = "cyber", Abduct = "abduct", Beat = "beat", Torture = "torture",
    Sexual = "sexual", Targeted = "targeted", Destroy = "destroy", Primitive = "primitive",
    Firearms = "firearms", Explosives = "explosives", SuicideAttack = "suicide-attack", Aerial = "aerial",
    Drone = "drone", HeavyWeapons = "heavy-weapons", CrowdControl = "crowd-control",
    Unconventional = "unconventional",
}

names! {
    /// Whether an event took place. PLOVER's manual names the auxiliary modes that this stands for and
    /// leaves them unimplemented; `codebook/README.md` defines the values.
    Status ("status"): Occurred = "occurred", Ongoing = "ongoing", Planned = "planned",
    Hypothetical = "hypothetical", Denied = "denied",
}

names! {
    /// The contexts: what an event is about. An event may have any number.
    Context ("context"): Military = "military", Intelligence = "intelligence", Executive = "executive", Legislative = "legislative",
    Election = "election", PoliticalInstitutions = "political_institutions", ProDemocracy = "pro_democracy",
    ProAutocracy = "pro_autocracy", Economic = "economic", Legal = "legal", Reparations = "reparations", HumanRights
    = "human_rights", RightsFreedoms = "rights_freedoms", Repression = "repression", HumanSecurity =
    "human_security", Gender = "gender", Lgbt = "lgbt", ReligionEthnicity = "religion_ethnicity", Inequality =
    "inequality", Diplomatic = "diplomatic", Territory = "territory", Peacekeeping = "peacekeeping", Health =
    "health", Asylum = "asylum", Migration = "migration", Disasters = "disasters", NaturalResource =
    "natural_resource", Environment = "environment", Technology = "technology", Terrorism = "terrorism", Cbrn =
    "cbrn", Cyber = "cyber", Misinformation = "misinformation", Crime = "crime", Corruption = "corruption",
    IllegalDrugs = "illegal_drugs", Trafficking = "trafficking",
}

impl Category {
    /// The modes that PLOVER gives the category.
    pub fn modes(self) -> &'static [Mode] {
        use Mode::{
            Abduct, Access, Aerial, Allege, Arrest, Assist, Beat, Boycott, Ceasefire, Censor, Change, Convict,
            CrowdControl, Curfew, Cyber, Demo, Deport, Destroy, Disapprove, Disarm, Discontinue, Drone, Expel,
            Explosives, Firearms, HeavyWeapons, Hunger, Investigate, MartialLaw, Meet, Militia, Misinformation,
            Multilateral, Obstruct, Phone, Police, Primitive, Relations, Release, Resign, Restrict, Riot, Seize,
            Sexual, Strike, SuicideAttack, Targeted, Territory, ThirdParty, Torture, Troops, Unconventional, Vandalize,
            Violence, Visit, Weapons, Withdraw, Withhold, Yield,
        };
        match self {
            Self::Agree | Self::Support | Self::Concede | Self::Cooperate | Self::Aid => &[],
            Self::Consult => &[Visit, ThirdParty, Multilateral, Phone],
            Self::Retreat => &[Withdraw, Release, Disarm, Ceasefire, Access, Resign],
            Self::Request | Self::Reject => &[Assist, Change, Yield, Meet],
            Self::Accuse => &[Disapprove, Investigate, Allege],
            Self::Threaten => &[Restrict, Arrest, Relations, Expel, Territory, Violence],
            Self::Protest => &[Demo, Riot, Strike, Hunger, Boycott, Obstruct, Vandalize],
            Self::Sanction => &[Convict, Expel, Withdraw, Discontinue],
            Self::Mobilize => &[Troops, Weapons, Police, Militia],
            Self::Coerce => {
                &[Seize, Restrict, Censor, Curfew, MartialLaw, Arrest, Deport, Withhold, Misinformation, Cyber]
            }
            Self::Assault => &[
                Abduct,
                Beat,
                Torture,
                Sexual,
                Targeted,
                Destroy,
                Primitive,
                Firearms,
                Explosives,
                SuicideAttack,
                Aerial,
                Drone,
                HeavyWeapons,
                CrowdControl,
                Unconventional,
            ],
        }
    }

    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub fn quad(self) -> u8 {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => 1,
            Self::Cooperate | Self::Aid | Self::Retreat => 2,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => 3,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => 4,
        }
    }

    /// PLOVER's score from −10 (conflict) to +10 (cooperation), by the first mode that has one of its own.
    /// ACCUSE's is −3: the manual prints 3, plainly a lost sign, as its modes and neighbours show.
    pub fn score(self, modes: &[Mode]) -> f64 {
        modes.iter().find_map(|&mode| self.mode_score(mode)).unwrap_or(match self {
            Self::Agree | Self::Consult => 2.5,
            Self::Support => 5.0,
            Self::Concede => 4.5,
            Self::Cooperate => 9.5,
            Self::Aid => 10.0,
            Self::Retreat => 6.5,
            Self::Request => 0.0,
            Self::Accuse => -3.0,
            Self::Reject => -2.0,
            Self::Threaten => -3.5,
            Self::Protest => -5.0,
            Self::Sanction => -6.0,
            Self::Mobilize => -5.5,
            Self::Coerce => -7.0,
            Self::Assault => -9.0,
        })
    }

    #[expect(clippy::match_same_arms, reason = "a table by category; arms of one score belong to different categories")]
    fn mode_score(self, mode: Mode) -> Option<f64> {
        Some(match (self, mode) {
            (Self::Consult, Mode::Visit | Mode::Multilateral) => 4.0,
            (Self::Consult, Mode::ThirdParty) => 1.0,
            (Self::Consult, Mode::Phone) => 1.5,
            (Self::Retreat, Mode::Withdraw) => 8.0,
            (Self::Retreat, Mode::Disarm) => 10.0,
            (Self::Retreat, Mode::Ceasefire) => 7.5,
            (Self::Retreat, Mode::Resign) => 4.5,
            (Self::Request, Mode::Assist) => 0.5,
            (Self::Request, Mode::Change | Mode::Yield) => -1.0,
            (Self::Accuse, Mode::Disapprove) => -2.0,
            (Self::Accuse, Mode::Investigate | Mode::Allege) => -3.5,
            (Self::Reject, Mode::Assist) => -1.5,
            (Self::Threaten, Mode::Restrict) => -3.0,
            (Self::Threaten, Mode::Territory) => -4.0,
            (Self::Protest, Mode::Riot) => -7.0,
            (Self::Protest, Mode::Hunger | Mode::Boycott | Mode::Obstruct) => -4.5,
            (Self::Sanction, Mode::Expel) => -5.5,
            (Self::Mobilize, Mode::Troops | Mode::Weapons) => -6.5,
            (Self::Mobilize, Mode::Militia) => -6.0,
            (Self::Coerce, Mode::Censor | Mode::Curfew | Mode::Misinformation) => -6.5,
            (Self::Coerce, Mode::MartialLaw) => -7.5,
            (Self::Assault, Mode::Beat | Mode::CrowdControl) => -7.5,
            (Self::Assault, Mode::Primitive) => -8.0,
            (Self::Assault, Mode::Abduct | Mode::Torture | Mode::Sexual | Mode::Destroy) => -8.5,
            (Self::Assault, Mode::Targeted | Mode::SuicideAttack | Mode::Aerial | Mode::Drone | Mode::HeavyWeapons) => {
                -9.5
            }
            (Self::Assault, Mode::Unconventional) => -10.0,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_follow_mode_then_category() {
        assert_eq!(Category::Consult.score(&[]).to_bits(), 2.5f64.to_bits());
        assert_eq!(Category::Consult.score(&[Mode::Phone]).to_bits(), 1.5f64.to_bits());
        assert_eq!(Category::Mobilize.score(&[Mode::Police]).to_bits(), (-5.5f64).to_bits());
        assert_eq!("AID".parse(), Ok(Category::Aid));
        let near = "ACUSE".parse::<Category>().unwrap_err().to_string();
        assert_eq!(near, "\"ACUSE\" is no PLOVER category (did you mean ACCUSE?)");
        assert_eq!("YIELD".parse::<Category>().unwrap_err().to_string(), "\"YIELD\" is no PLOVER category");
    }

    #[test]
    fn every_mode_belongs_to_a_category() {
        assert!(Mode::ALL.iter().all(|mode| Category::ALL.iter().any(|c| c.modes().contains(mode))));
    }
}
