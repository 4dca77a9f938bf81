package segment

import "github.com/retentionkit/retention"

// Support is how much of a shop's time the customers of a segment get.
type Support string

// The levels of support.
const (
	Thick  Support = "thick"  // a person who knows them
	Staged Support = "staged" // a plan of steps, each taken once the one before has worked
	Light  Support = "light"  // what runs by itself
)

// Approach is how the customers of a segment are treated, as data: for the people
// who do it, and for the program that assigns the work.
type Approach struct {
	Segment string           `json:"segment"`
	Support Support          `json:"support"`
	Aim     retention.Text   `json:"aim"`
	Steps   []retention.Text `json:"steps"` // in the order in which they are taken
}

// ByValue returns three groups by a field that ranks customers by their worth, such as
// a forecast of it. Of the customers whose worth is known, high value is the best 20 %,
// promising those up to 60 %, and standard the rest. Fit the set to the population
// first ([View.Fit]): until then the groups have no members. [Approaches] says what to
// do with each group.
func ByValue[T, V any](worth Field[T, V]) []Segment[T] {
	const high, middle = 20, 60
	return []Segment[T]{
		{"high value", retention.Text{English: "High value", Japanese: "高価値"},
			worth.Top(high)},
		{"promising", retention.Text{English: "Promising", Japanese: "有望"},
			All(worth.Top(middle), Not(worth.Top(high)))},
		{"standard", retention.Text{English: "Standard", Japanese: "標準"},
			Not(worth.Top(middle))},
	}
}

// Approaches returns what to do with the groups of [ByValue]: most time for high value,
// a plan of steps for promising, and what runs by itself for standard.
func Approaches() []Approach {
	return []Approach{
		{"high value", Thick, retention.Text{English: "Keep them.", Japanese: "関係を守る"}, []retention.Text{
			{English: "Name one person who answers for each.", Japanese: "顧客ごとに担当者を決める"},
			{English: "Look after them before they ask.", Japanese: "相談される前にこちらから様子を伺う"},
			{English: "Invite them to what others cannot buy.", Japanese: "一般には案内しない催しに招く"},
		}},
		{"promising", Staged, retention.Text{English: "Let them grow.", Japanese: "段階的に育てる"}, []retention.Text{
			{English: "Help them to get the most out of what they bought.", Japanese: "購入した商品を使いこなせるよう手助けする"},
			{English: "Show the one thing that fits next, once they are content.", Japanese: "満足を確かめてから、次に合う一品を紹介する"},
			{English: "Offer the loyalty program when they come again.", Japanese: "再購入のときに会員制度を案内する"},
		}},
		{"standard", Light, retention.Text{English: "Stay in mind at little cost.", Japanese: "手間をかけずに忘れられない存在になる"}, []retention.Text{
			{English: "Say thanks for every order.", Japanese: "注文のたびにお礼を伝える"},
			{English: "Send what is new, as often as they wish and no more.", Japanese: "新着情報を、希望された頻度でだけ届ける"},
		}},
	}
}
