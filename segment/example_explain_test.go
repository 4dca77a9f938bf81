package segment_test

import (
	"fmt"
	"log"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// guest is a customer of a tea shop.
type guest struct {
	Visits int
	Spent  decimal.Decimal
	Last   time.Time
	Mail   bool
}

// regulars is the segment of those who come often, and lately.
func regulars() segment.View[*guest] {
	visits := segment.Number("visits", func(g *guest) int { return g.Visits }).
		Labelled(retention.Text{English: "visits", Japanese: "来店回数"})
	spent := segment.Money("spent", func(g *guest) decimal.Decimal { return g.Spent }).
		Labelled(retention.Text{English: "money spent", Japanese: "購入金額"})
	last := segment.Time("last", func(g *guest) time.Time { return g.Last }).
		Labelled(retention.Text{English: "last visit", Japanese: "最終来店"})
	mail := segment.Flag("mail", func(g *guest) bool { return g.Mail }).
		Labelled(retention.Text{English: "takes our mail", Japanese: "メール受信"})

	set, err := segment.Compile(segment.Segment[*guest]{
		Name:  "regulars",
		Label: retention.Text{English: "Regulars", Japanese: "常連のお客様"},
		Rule: segment.All(
			segment.Any(visits.AtLeast(5), spent.AtLeast(decimal.NewFromInt(30000))),
			last.InLast(retention.Span{Days: 30}),
			mail.IsTrue(),
		),
	})
	if err != nil {
		log.Fatal(err)
	}
	tokyo := time.FixedZone("Asia/Tokyo", 9*60*60)
	return set.AsOf(time.Date(2026, time.March, 1, 9, 0, 0, 0, tokyo), tokyo)
}

// haru comes often, but takes no mail and has not been seen for a while.
func haru() *guest {
	return &guest{Visits: 4, Spent: decimal.NewFromInt(36200), Last: time.Date(2026, time.January, 20, 6, 15, 0, 0, time.UTC)}
}

func ExampleView_Explain() {
	why, err := regulars().Explain(haru(), "regulars")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(why.Text(retention.English))
	fmt.Println(why.Text(retention.Japanese))
	// Output:
	// Not a member of "Regulars"
	// ✗ all of these
	//   ✓ at least one of these
	//     ✗ visits is at least 5: is 4
	//     ✓ money spent is at least 30,000: is 36,200
	//   ✗ last visit is within the last 30 days: is 2026-01-20 15:15
	//   ✗ takes our mail: yes (now no)
	// 「常連のお客様」の対象ではありません
	// ✗ 次のすべてに当てはまる
	//   ✓ 次のいずれかに当てはまる
	//     ✗ 来店回数が5以上：現在4
	//     ✓ 購入金額が30,000以上：現在36,200
	//   ✗ 最終来店が直近30日以内：現在2026年1月20日 15:15
	//   ✗ メール受信：はい（現在いいえ）
}

func ExampleView_Reverse() {
	how, err := regulars().Reverse(haru(), "regulars")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(how.Text(retention.English))
	fmt.Println(how.Text(retention.Japanese))
	for _, need := range how.Needs {
		fmt.Println(need.Way, need.Field, need.Nearest.Value)
	}
	// Output:
	// Would become a member of "Regulars" with
	//   last visit: after 2026-01-30 09:00 and no later than 2026-03-01 09:00 (now 2026-01-20 15:15)
	//   takes our mail: yes (now no)
	// 次のように変わると、「常連のお客様」の対象になります
	//   最終来店：2026年1月30日 09:00より後、2026年3月1日 09:00以前（現在2026年1月20日 15:15）
	//   メール受信：はい（現在いいえ）
	// range last 2026-01-30 09:00:00 +0900 Asia/Tokyo
	// oneOf mail true
}

func ExampleField_Labelled() {
	visits := segment.Number("visits", func(g *guest) int { return g.Visits }).
		Labelled(retention.Text{English: "number of visits", Japanese: "来店回数"})
	rule := visits.AtLeast(5)
	set, err := segment.Compile(segment.Segment[*guest]{Name: "often", Rule: rule})
	if err != nil {
		log.Fatal(err)
	}
	why, err := set.AsOf(time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC), time.UTC).Explain(haru(), "often")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rule)
	fmt.Println(why.Text(retention.English))
	// Output:
	// visits >= 5
	// Not a member of "often"
	// ✗ number of visits is at least 5: is 4
}
