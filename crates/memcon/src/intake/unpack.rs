//! Packed inputs.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::bounds::Bounds;
use super::error::Reason;
use super::page::{Note, NoteKind};

/// The bytes of an input, unpacked if it is a gzip file (of one or many members). What can be unpacked of a damaged or
/// endless file is kept.
pub(crate) fn unpack<'a>(bytes: &'a [u8], bounds: &Bounds) -> Result<(Cow<'a, [u8]>, Vec<Note>), Reason> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok((Cow::Borrowed(bytes), Vec::new()));
    }
    let mut unpacked = Vec::new();
    let most = u64::try_from(bounds.unpacked_bytes).unwrap_or(u64::MAX);
    let mut decoder = MultiGzDecoder::new(bytes).take(most.saturating_add(1));
    let broken = decoder.read_to_end(&mut unpacked).err();
    let mut notes = Vec::new();
    match broken {
        Some(error) if unpacked.is_empty() => return Err(Reason::BadGzip(error)),
        Some(error) => notes.push(Note::new(NoteKind::Cut, format!("the gzip file breaks off: {error}"))),
        None => {}
    }
    if unpacked.len() > bounds.unpacked_bytes {
        unpacked.truncate(bounds.unpacked_bytes);
        notes.push(Note::new(
            NoteKind::Cut,
            format!(
                "the gzip file holds more than {} bytes (bound `unpacked_bytes`); the rest was not read",
                bounds.unpacked_bytes
            ),
        ));
    }
    Ok((Cow::Owned(unpacked), notes))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("a vector takes all");
        encoder.finish().expect("a vector takes all")
    }

    #[test]
    fn members_are_joined() {
        let packed = [pack(b"one "), pack(b"two")].concat();
        let (unpacked, notes) = unpack(&packed, &Bounds::default()).expect("it is whole");
        assert_eq!((unpacked.as_ref(), notes.len()), (b"one two".as_slice(), 0));
    }

    #[test]
    fn what_is_left_of_a_broken_file_is_kept_and_said() {
        let text: Vec<u8> =
            (0..20_000_u32).flat_map(|n| format!("{} ", n.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        let packed = pack(&text);
        let (unpacked, notes) = unpack(&packed[..packed.len() / 2], &Bounds::default()).expect("half of it is there");
        assert!(unpacked.len() > 1000 && text.starts_with(&unpacked));
        assert_eq!(notes.len(), 1);
        assert!(matches!(unpack(&packed[..8], &Bounds::default()), Err(Reason::BadGzip(_))));
    }

    #[test]
    fn a_bomb_is_cut() {
        let packed = pack(&vec![b'a'; 1 << 20]);
        let (unpacked, notes) =
            unpack(&packed, &Bounds { unpacked_bytes: 1000, ..Bounds::default() }).expect("it is gzip");
        assert_eq!((unpacked.len(), notes.len()), (1000, 1));
    }
}
