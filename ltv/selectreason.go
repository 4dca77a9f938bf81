package ltv

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
)

// ReasonCode names the reason why a model was chosen.
type ReasonCode string

// The codes. They never change.
const (
	OnlyCandidate ReasonCode = "only-candidate" // there was no other
	OnlyClearFit  ReasonCode = "only-clear-fit" // no other model's fit is as clear
	BestScore     ReasonCode = "best-score"     // best by the criterion, among fits as clear
	EqualScore    ReasonCode = "equal-score"    // as good as another that comes after it in the settings
)

// Reason says why a model was chosen.
type Reason struct {
	Code   ReasonCode `json:"code"`
	By     Criterion  `json:"by"`
	Chosen Scored     `json:"chosen"`
	Second *Scored    `json:"second,omitempty"` // the next of those whose fits are as clear
	Better []Scored   `json:"better,omitempty"` // the models that scored better, but have a less clear fit
}

// Scored is a model with the score that it was compared by.
type Scored struct {
	Kind  Kind    `json:"kind"`
	Score float64 `json:"score"` // the log score, or the BIC
}

// reason returns why the first of order is chosen.
func (s *Selection) reason(order []int) Reason {
	first := order[0]
	r := Reason{Code: BestScore, By: s.Settings.By, Chosen: s.scored(first)}
	for _, i := range order[1:] {
		if s.score(i) > s.score(first) {
			r.Better = append(r.Better, s.scored(i))
		}
	}
	if len(order) == 1 {
		r.Code = OnlyCandidate
		return r
	}
	next := order[1]
	if s.Candidates[next].class() != s.Candidates[first].class() {
		r.Code = OnlyClearFit
		return r
	}
	second := s.scored(next)
	r.Second = &second
	if s.score(next) == s.score(first) {
		r.Code = EqualScore
	}
	return r
}

// scored returns the i-th candidate with its score as people know it.
func (s *Selection) scored(i int) Scored {
	if s.Settings.By == ByBIC {
		return Scored{s.Settings.Kinds[i], s.Candidates[i].BIC()}
	}
	return Scored{s.Settings.Kinds[i], s.Candidates[i].Holdout.LogScore}
}

// Text gives the reason in a sentence or two. The text of an unknown code is
// the code.
func (r Reason) Text(lang retention.Language) string {
	better := make([]string, len(r.Better))
	for i, k := range r.Better {
		better[i] = k.Kind.String()
	}
	if lang == retention.Japanese {
		text := r.textJapanese()
		if len(better) > 0 {
			text += strings.Join(better, "と") + "は点数では上ですが、推定が安定していないため選びませんでした。"
		}
		return text
	}
	text := r.text()
	if len(better) > 0 {
		text += fmt.Sprintf(" %s scored better, but the fit is less clear.", strings.Join(better, " and "))
	}
	return text
}

func (r Reason) text() string {
	score := "the best log score in the holdout"
	if r.By == ByBIC {
		score = "the lowest BIC"
	}
	second := r.second()
	switch r.Code {
	case OnlyCandidate:
		return fmt.Sprintf("%v was the only candidate.", r.Chosen.Kind)
	case OnlyClearFit:
		return fmt.Sprintf("%v was chosen: no other model's fit is as clear.", r.Chosen.Kind)
	case EqualScore:
		return fmt.Sprintf("%v was chosen: it has %s, %s, as has %v, which comes after it.", r.Chosen.Kind, score, r.number(r.Chosen), second.Kind)
	case BestScore:
		return fmt.Sprintf("%v was chosen: it has %s, %s; next is %v with %s.", r.Chosen.Kind, score, r.number(r.Chosen), second.Kind, r.number(second))
	}
	return string(r.Code)
}

func (r Reason) textJapanese() string {
	score := "検証期間の予測の点数（対数スコア）が最も高く"
	if r.By == ByBIC {
		score = "BICが最も小さく"
	}
	second := r.second()
	switch r.Code {
	case OnlyCandidate:
		return fmt.Sprintf("候補は%vだけでした。", r.Chosen.Kind)
	case OnlyClearFit:
		return fmt.Sprintf("%vを選びました。ほかのモデルは推定がこれほど安定していません。", r.Chosen.Kind)
	case EqualScore:
		return fmt.Sprintf("%vを選びました。%s（%s）、%vと並びましたが、候補の順番が先のためです。", r.Chosen.Kind, score, r.number(r.Chosen), second.Kind)
	case BestScore:
		return fmt.Sprintf("%vを選びました。%s（%s）、次点は%v（%s）でした。", r.Chosen.Kind, score, r.number(r.Chosen), second.Kind, r.number(second))
	}
	return string(r.Code)
}

// second returns the next model, if it is there.
func (r Reason) second() (s Scored) {
	if r.Second != nil {
		s = *r.Second
	}
	return s
}

// number returns a score with the digits that count. One that they do not tell
// from zero has no sign.
func (r Reason) number(s Scored) string {
	digits := 6
	if r.By == ByBIC {
		digits = 4
	}
	text := strconv.FormatFloat(s.Score, 'f', digits, 64)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	return text
}
