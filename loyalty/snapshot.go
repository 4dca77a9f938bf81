package loyalty

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// snapshotMagic begins the binary form; its last byte is the version.
const snapshotMagic = "RTLA\x01"

// MarshalBinary implements [encoding.BinaryMarshaler]. The form is compact. It holds
// the account's entries, and nothing that this version of the package works out from
// them, so an old snapshot stays valid. A snapshot and the entries stored since are the
// account:
//
//	err := account.UnmarshalBinary(snapshot)
//	account, err = account.Append(tail...)
//
// The same entries have the same bytes. Times are kept in UTC and whole microseconds,
// and quantities by their value, as engines write them. The error is an [*EntryError]
// that wraps [ErrEncoding], for an entry that no engine writes: with a time outside the
// years 1 to 9999, or a quantity that is not a [retention.Amount].
func (a Account) MarshalBinary() ([]byte, error) { return a.AppendBinary(nil) }

// AppendBinary implements [encoding.BinaryAppender]: see
// [Account.MarshalBinary].
func (a Account) AppendBinary(dst []byte) ([]byte, error) {
	l := a.ledger()
	x := snapshot{known: map[string]int{}}
	x.start()
	x.out = slices.Grow(dst, 64+16*int(l.seq))
	x.out = append(x.out, snapshotMagic...)
	x.writeText(l.id)
	x.writeUint(l.seq)
	for _, p := range l.book() {
		for i := range p.entries {
			e := p.entries[i]
			if x.write(&e); x.err != nil {
				return nil, &EntryError{l.id, e.Seq, fmt.Errorf("%w: %w", ErrEncoding, x.err)}
			}
			x.remember(&p.entries[i])
		}
	}
	return x.out, nil
}

// UnmarshalBinary implements [encoding.BinaryUnmarshaler]. It replaces the
// account by the fold of the entries in data, and accepts only bytes that
// MarshalBinary writes; else the error wraps [ErrEncoding] and the account is
// as it was. It takes memory in proportion to the data.
func (a *Account) UnmarshalBinary(data []byte) error {
	read, err := decodeSnapshot(string(data))
	if err != nil {
		return fmt.Errorf("loyalty: %w: %w", ErrEncoding, err)
	}
	*a = read
	return nil
}

func decodeSnapshot(data string) (Account, error) {
	rest, ok := strings.CutPrefix(data, snapshotMagic)
	if !ok {
		return Account{}, errors.New("no account of version 1")
	}
	x := snapshot{reading: true, rest: rest}
	x.start()
	id := x.readText()
	list := x.readEntries(id)
	if x.err != nil {
		return Account{}, fmt.Errorf("byte %d: %w", len(data)-len(x.rest), x.err)
	}
	read, err := Fold(id, list)
	if err != nil {
		return Account{}, err
	}
	again, err := read.MarshalBinary()
	if err != nil || string(again) != data {
		return Account{}, errors.Join(errors.New("written in another way than ours"), err)
	}
	return read, nil
}

// readEntries reads all that is left.
func (x *snapshot) readEntries(account string) []Entry {
	n := x.readUint()
	if n > uint64(len(x.rest)) {
		x.fail("cut short")
		return nil
	}
	// Room for entries of a usual size; a hostile count makes none.
	list := make([]Entry, 0, min(int(n), len(x.rest)/8+1))
	for seq := uint64(1); seq <= n && x.err == nil; seq++ {
		list = append(list, Entry{Account: account, Seq: seq})
		e := &list[len(list)-1]
		if x.read(e); x.err == nil {
			x.remember(e)
		}
	}
	if x.err == nil && x.rest != "" {
		x.fail("more bytes than an account")
	}
	return list
}
