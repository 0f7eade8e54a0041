//! What HTML elements are to a reader.

use crate::intake::furniture::FurnitureKind;

/// How an element bears on the text around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// It stands within a line.
    #[default]
    Inline,
    /// It starts and ends a line.
    Block,
    /// It breaks a line and holds nothing.
    Break,
    /// A cell of a table: it is parted from the next by a space.
    Cell,
    /// It holds nothing.
    Void,
    /// What it holds is not text to read.
    Skip,
}

impl Role {
    /// Whether text before and after it stands on different lines.
    pub fn is_block(self) -> bool {
        matches!(self, Self::Block | Self::Break)
    }
}

/// The role of an element.
pub(super) fn role(name: &str) -> Role {
    match name {
        "area" | "base" | "col" | "embed" | "img" | "input" | "link" | "meta" | "param" | "source" | "track"
        | "wbr" => Role::Void,
        "br" | "hr" => Role::Break,
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "select" | "datalist"
        | "textarea" | "title" | "head" | "audio" | "video" | "canvas" | "map" | "noembed" | "noframes" | "applet" => {
            Role::Skip
        }
        "address" | "article" | "aside" | "blockquote" | "body" | "button" | "caption" | "center" | "dd"
        | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "html" | "legend" | "li"
        | "main" | "menu" | "nav" | "ol" | "optgroup" | "option" | "p" | "pre" | "search" | "section" | "summary"
        | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul" => Role::Block,
        "td" | "th" => Role::Cell,
        _ => Role::Inline,
    }
}

/// Whether a parser that follows the standard opens an element again after a block that closed it.
pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u"
    )
}

/// Whether an element may stand in the head; any other ends the head.
pub(super) fn in_head(name: &str) -> bool {
    matches!(
        name,
        "head" | "title" | "meta" | "link" | "base" | "script" | "style" | "noscript" | "template" | "basefont"
    )
}

/// The rank of a heading.
pub(super) fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', rank @ b'1'..=b'6'] => Some(rank - b'0'),
        _ => None,
    }
}

/// Whether what an element holds is never part of a body.
pub(super) fn is_barred(name: &str, labels: &str) -> bool {
    matches!(name, "nav" | "footer" | "menu" | "dialog" | "button")
        || labels
            .split_ascii_whitespace()
            .any(|label| matches!(label, "navigation" | "dialog" | "menubar" | "alertdialog"))
}

/// What the name or the labels (class, id and role) of an element say that it is.
pub(super) fn hint(name: &str, labels: &str) -> Option<FurnitureKind> {
    use FurnitureKind::{Advertisement, Byline, Caption, Cookies, Newsletter, Related, Share};
    const HINTS: &[(FurnitureKind, &[&str])] = &[
        (
            Caption,
            &["caption", "figcaption", "credit", "wp-caption-text", "imagecaption", "photocaption", "photo-credit"],
        ),
        (Byline, &["byline", "author", "authors", "bylines"]),
        (Share, &["share", "sharing", "social", "sharebar", "sharetools", "addtoany", "sharedaddy", "socials"]),
        (
            Related,
            &["related", "recommended", "recirc", "more-stories", "jp-relatedposts", "outbrain", "taboola", "readmore"],
        ),
        (Newsletter, &["newsletter", "signup", "subscribe", "subscription", "paywall"]),
        (Advertisement, &["advert", "advertisement", "ad", "ads", "adslot", "sponsored", "promo"]),
        (Cookies, &["cookie", "cookies", "consent", "gdpr"]),
    ];
    if name == "figcaption" {
        return Some(Caption);
    }
    if matches!(name, "html" | "body" | "main" | "article") {
        return None;
    }
    let parts: Vec<&str> = labels.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let whole = |word: &str| labels.split_ascii_whitespace().any(|label| label == word);
    let says = |words: &&(FurnitureKind, &[&str])| words.1.iter().any(|word| parts.contains(word) || whole(word));
    HINTS.iter().find(says).map(|(kind, _)| *kind)
}
