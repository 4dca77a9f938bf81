package retention

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrEncoding is wrapped by every error about bytes that are not an encoded
// History.
var ErrEncoding = errors.New("not an encoded History")

// magic begins the binary form; its last byte is the version.
const magic = "RTNH\x01"

// AppendBinary implements [encoding.BinaryAppender]: see [History.MarshalBinary].
func (h *History) AppendBinary(dst []byte) ([]byte, error) {
	r, currency := h.snapshot()
	dst = append(dst, magic...)
	dst = appendString(dst, currency)
	dst = binary.AppendUvarint(dst, uint64(len(r.customers)))
	for i, c := range r.customers {
		dst = appendString(dst, c.id)
		list := r.entriesOf(i)
		known := uint64(0)
		if c.known {
			known = 1
		}
		dst = binary.AppendUvarint(dst, uint64(len(list))<<1|known)
		before := int64(0)
		for j := range list {
			dst = list[j].append(dst, before)
			before = list[j].micros
		}
	}
	return dst, nil
}

// MarshalBinary implements [encoding.BinaryMarshaler]. The form is compact and
// canonical: equal Histories have equal bytes. Order IDs of more than 15 bytes
// are kept as 120 bits of their SHA-256.
func (h *History) MarshalBinary() ([]byte, error) { return h.AppendBinary(nil) }

// UnmarshalBinary implements [encoding.BinaryUnmarshaler]. It replaces what h
// holds, and accepts only bytes that [History.MarshalBinary] writes; else the
// error wraps [ErrEncoding] and h is as it was.
func (h *History) UnmarshalBinary(data []byte) error {
	r, currency, err := decodeRun(data)
	if err != nil {
		return fmt.Errorf("retention: %w: %w", ErrEncoding, err)
	}
	h.replace(r, currency)
	return nil
}

func (h *History) replace(r *run, currency string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pending, h.runs, h.currency = nil, []*run{r}, currency
}

func appendString(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

// append appends an entry that follows one at the time before.
func (e *entry) append(dst []byte, before int64) []byte {
	dst = binary.AppendVarint(dst, e.micros-before)
	dst = binary.AppendUvarint(dst, uint64(e.nanos))
	dst = append(dst, byte(e.kind), e.extra)
	dst = binary.AppendVarint(dst, e.amount)
	dst = binary.AppendUvarint(dst, uint64(e.seen))
	return append(dst, e.id.bytes()...)
}

// bytes returns the ID without the padding of a short one.
func (o *orderID) bytes() []byte {
	if o[0] == longID {
		return o[:]
	}
	return o[:1+o[0]]
}
