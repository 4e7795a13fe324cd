//! What holds for a message read from any bytes: fields in order and whole, offsets that lead back.
//! Names of the room come from the file that includes this one.

use super::{FieldKind, Message, Span, parse};

pub fn assert_sound(bytes: &[u8]) {
    let message = parse(bytes);
    assert_whole(&message);
    assert_fields(&message);
    assert_offsets(&message, bytes);
}

/// Fields and stray stretches, in order, account for every byte of the header but line breaks.
fn assert_whole(message: &Message<'_>) {
    let text = &*message.text;
    let mut pieces: Vec<(Span, bool)> = message.fields.iter().map(|f| (f.span, true)).collect();
    pieces.extend(message.stray.iter().map(|&span| (span, false)));
    pieces.sort_by_key(|(span, _)| span.start);
    let Some((first, _)) = pieces.first() else { return };
    let mut at = first.start;
    for (span, is_field) in pieces {
        assert_eq!(span.start, at);
        assert!(span.start <= span.end && span.end as usize <= text.len());
        at = span.end;
        if is_field {
            let returns = text[at as usize..].iter().take_while(|&&b| b == b'\r').count();
            at += returns as u32;
            match text.get(at as usize) {
                Some(b'\n') => at += 1,
                // The end of the text, carriage returns and all.
                _ => at -= returns as u32,
            }
        }
    }
    let blank = &text[at as usize..message.body.start as usize];
    assert!(blank.is_empty() || blank.ends_with(b"\n") && blank.trim_ascii().is_empty());
    assert_eq!(message.body.end as usize, text.len());
}

pub fn assert_fields(message: &Message<'_>) {
    let mut received = 0;
    let mut end = 0;
    for field in &message.fields {
        assert!(end <= field.span.start);
        assert!(field.span.start == field.name.start && field.name.end < field.value.start);
        assert!(field.value.start <= field.value.end && field.value.end == field.span.end);
        end = field.span.end;
        let name = message.field_name(field);
        assert!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic() && b != b':'));
        assert_eq!(FieldKind::of(name), field.kind);
        assert_eq!(field.received_above, received);
        received += u32::from(field.kind == FieldKind::Received);
        assert!(message.decoded(field).chars().count() <= 1_001);
        assert!(!message.unfolded(field).contains('\n'));
    }
    let no_header = message.problems.iter().any(|problem| problem.code == "no-header");
    assert_eq!(no_header, message.fields.is_empty());
    for value in message.envelope.mail_from.iter().chain(&message.envelope.rcpt_to) {
        assert!(!value.address.is_empty());
        assert_eq!(value.basis, message.field_name(&message.fields[value.field]));
    }
}

fn assert_offsets(message: &Message<'_>, bytes: &[u8]) {
    let size = bytes.len() as u64;
    let utf16 = message.problems.iter().any(|problem| problem.code == "utf-16");
    let mut last = 0;
    for pos in 0..=message.text.len() as u32 {
        let offset = message.offset(pos);
        assert!(offset >= last && offset <= size);
        last = offset;
        let (there, here) = (bytes.get(offset as usize), message.text.get(pos as usize));
        if let (Some(&there), Some(&here)) = (there, here) {
            let put_in = here == b' ';
            let line_end = here == b'\n' && there == b'\r';
            assert!(utf16 || here == there || put_in || line_end, "{pos} {offset}");
        }
    }
    for field in &message.fields {
        let extent = message.extent(field.span);
        assert!(extent.start <= extent.end && extent.end <= size);
    }
    let body = message.body_extent();
    assert!(body.start <= body.end && body.end <= size);
    assert!(message.problems.iter().all(|problem| problem.offset.is_none_or(|at| at <= size)));
}
