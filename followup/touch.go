package followup

import "slices"

// touch is a contact that counts, or what a message will be that a plan has
// given a time.
type touch struct {
	*Contact
	at       instant
	outcome  Outcome
	reserved bool // by a message of this plan
	pending  bool // which is a Send, or waits behind one
}

// matches reports whether a rule is about a message.
func (m *Match) matches(channel, topic string, purpose Purpose) bool {
	return has(m.Channels, channel) && has(m.Topics, topic) && has(m.Purposes, purpose)
}

// touches reports whether a rule is about a touch, or a part of it.
func (m *Match) touches(t *touch) bool {
	if !has(m.Channels, t.Channel) {
		return false
	}
	if has(m.Topics, t.Topic) && has(m.Purposes, t.Purpose) {
		return true
	}
	for i := range t.Also {
		if has(m.Topics, t.Also[i].Topic) && has(m.Purposes, t.Also[i].Purpose) {
			return true
		}
	}
	return false
}

// has reports whether x is in the list of a rule, where an empty one means all.
func has[T comparable](list []T, x T) bool {
	return len(list) == 0 || slices.Contains(list, x)
}

// covers reports whether a refusal, pause or consent for channel and topic is
// about a message; the empty ones stand for all.
func covers(channel, topic string, m *message) bool {
	return (channel == "" || channel == m.channel.ID) && (topic == "" || topic == m.topic)
}
