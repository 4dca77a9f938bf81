package followup

import (
	"crypto/sha256"
	"encoding/binary"
)

// HeldOut reports whether the policy's [Holdout] leaves a customer out. It depends only
// on Holdout.Share, Holdout.Salt and the customer's ID.
func (e *Engine) HeldOut(customer string) bool { return e.policy.Holdout.takes(customer) }

// takes reports whether the customer's place, drawn evenly from [0, 1), lies
// below Share.
func (h *Holdout) takes(customer string) bool {
	if h.Share <= 0 {
		return false
	}
	var buf [128]byte
	text := append(append(append(buf[:0], h.Salt...), 0), customer...)
	sum := sha256.Sum256(text)
	place := float64(binary.BigEndian.Uint64(sum[:8])>>11) / (1 << 53)
	return place < h.Share
}
