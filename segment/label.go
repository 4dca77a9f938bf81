package segment

import "github.com/retentionkit/retention"

// Labelled returns the field with what people call it. Rules keep printing its
// name; [Explanation.Text] and [Reversal.Text] speak of the label.
func (f Field[T, V]) Labelled(label retention.Text) Field[T, V] {
	f.form = f.form.labelled(label)
	return f
}

// Labelled is [Field.Labelled].
func (f TextField[T, V]) Labelled(label retention.Text) TextField[T, V] {
	return TextField[T, V]{f.Field.Labelled(label)}
}

// Labelled is [Field.Labelled].
func (f FlagField[T]) Labelled(label retention.Text) FlagField[T] {
	return FlagField[T]{f.Field.Labelled(label)}
}

// Labelled is [Field.Labelled].
func (f TimeField[T]) Labelled(label retention.Text) TimeField[T] {
	return TimeField[T]{f.Field.Labelled(label)}
}

// Labelled is [Field.Labelled].
func (f DayField[T]) Labelled(label retention.Text) DayField[T] {
	return DayField[T]{f.Field.Labelled(label)}
}

// Labelled is [Field.Labelled].
func (f TagsField[T, V]) Labelled(label retention.Text) TagsField[T, V] {
	f.form = f.form.labelled(label)
	return f
}

// Labelled returns the events with what people call them; see [Field.Labelled].
func (s EventsField[T, E]) Labelled(label retention.Text) EventsField[T, E] {
	return s.narrowed(func(f *eventsForm) { f.label = label })
}

func (f *fieldForm) labelled(label retention.Text) *fieldForm {
	labelled := *f
	labelled.label = label
	return &labelled
}
