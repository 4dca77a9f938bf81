package rfm

import (
	"strings"

	"github.com/retentionkit/retention"
)

// ElevenSegments returns the map of the 125 cells of a 1-to-5 scale onto
// eleven segments, from champions to lost, that Putler, Bloomreach and others
// publish. Titles and advice are ours. Each call returns a fresh value.
//
// Scores compare the customers of a shop with each other. Where few customers
// bought lately, even "new" ones may have bought long ago. Where most buy once,
// the ones you "cannot lose" may be one-time buyers. So read the names together
// with the measures, or use [FixedCuts].
func ElevenSegments() Map {
	return Map{
		Version: mapVersion,
		Name:    "eleven-segments",
		Bins:    5,
		Axes:    ThreeAxes,
		Segments: []Segment{{
			Name: "champions",
			Title: retention.Text{
				English:  "Champions",
				Japanese: "最優良顧客",
			},
			Advice: retention.Text{
				English:  "Reward them, show them new products first, and ask them for reviews.",
				Japanese: "特典や先行案内で日頃のご愛顧に応え、レビューや紹介をお願いしましょう。",
			},
			Cells: strings.Fields("555 554 544 545 454 455 445"),
		}, {
			Name: "loyal",
			Title: retention.Text{
				English:  "Loyal",
				Japanese: "ロイヤル顧客",
			},
			Advice: retention.Text{
				English:  "Offer something of higher value and let them take part in your loyalty program.",
				Japanese: "上位商品の提案や会員プログラムへの案内で、さらに関係を深めましょう。",
			},
			Cells: strings.Fields("543 444 435 355 354 345 344 335"),
		}, {
			Name: "potential-loyalist",
			Title: retention.Text{
				English:  "Potential loyalists",
				Japanese: "ロイヤル顧客候補",
			},
			Advice: retention.Text{
				English:  "Invite them to become members and recommend what goes with their purchases.",
				Japanese: "会員登録を案内し、購入商品に合う関連商品をおすすめしましょう。",
			},
			Cells: strings.Fields(`553 551 552 541 542 533 532 531 452 451 442 441 431 453
				433 432 423 353 352 351 342 341 333 323`),
		}, {
			Name: "new-customers",
			Title: retention.Text{
				English:  "New customers",
				Japanese: "新規顧客",
			},
			Advice: retention.Text{
				English:  "Welcome them, help them make the most of the first purchase, and pave the way to the second.",
				Japanese: "お礼と使い方の案内で初回の満足度を高め、2回目の購入につなげましょう。",
			},
			Cells: strings.Fields("512 511 422 421 412 411 311"),
		}, {
			Name: "promising",
			Title: retention.Text{
				English:  "Promising",
				Japanese: "有望顧客",
			},
			Advice: retention.Text{
				English:  "Make your brand known to them and give them a small reason to come back soon.",
				Japanese: "ブランドへの理解を深めてもらい、早めの再購入のきっかけをつくりましょう。",
			},
			Cells: strings.Fields("525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313"),
		}, {
			Name: "need-attention",
			Title: retention.Text{
				English:  "Need attention",
				Japanese: "要フォロー顧客",
			},
			Advice: retention.Text{
				English:  "Remind them with an offer for a limited time, based on what they bought before.",
				Japanese: "購入履歴に合わせた期間限定のオファーで、再び関心を引きましょう。",
			},
			Cells: strings.Fields("535 534 443 434 343 334 325 324"),
		}, {
			Name: "about-to-sleep",
			Title: retention.Text{
				English:  "About to sleep",
				Japanese: "休眠予備軍",
			},
			Advice: retention.Text{
				English:  "Show them what is popular now and what has changed since their last visit.",
				Japanese: "人気商品や新着情報を届け、足が遠のく前に再訪を促しましょう。",
			},
			Cells: strings.Fields("331 321 312 221 213 231 241 251"),
		}, {
			Name: "at-risk",
			Title: retention.Text{
				English:  "At risk",
				Japanese: "離反リスク顧客",
			},
			Advice: retention.Text{
				English:  "Write to them personally, ask what was missing, and make coming back easy.",
				Japanese: "一人ひとりに合わせた連絡で不満や要望を伺い、戻りやすいきっかけを用意しましょう。",
			},
			Cells: strings.Fields(`255 254 245 244 253 252 243 242 235 234 225 224 153 152
				145 143 142 135 134 133 125 124`),
		}, {
			Name: "cannot-lose-them",
			Title: retention.Text{
				English:  "Cannot lose them",
				Japanese: "失いたくない優良顧客",
			},
			Advice: retention.Text{
				English:  "Call them or meet them in person, and win them back before a competitor does.",
				Japanese: "電話や対面など個別の対応で、競合に移る前に関係を取り戻しましょう。",
			},
			Cells: strings.Fields("155 154 144 214 215 115 114 113"),
		}, {
			Name: "hibernating",
			Title: retention.Text{
				English:  "Hibernating",
				Japanese: "休眠顧客",
			},
			Advice: retention.Text{
				English:  "Offer something relevant now and then, at little cost.",
				Japanese: "費用を抑えつつ、関心に合う商品を折に触れて案内しましょう。",
			},
			Cells: strings.Fields("332 322 233 232 223 222 132 123 122 212 211"),
		}, {
			Name: "lost",
			Title: retention.Text{
				English:  "Lost",
				Japanese: "離反顧客",
			},
			Advice: retention.Text{
				English:  "Try to win them back once, and then leave them alone.",
				Japanese: "掘り起こし施策は一度にとどめ、反応がなければ配信を控えましょう。",
			},
			Cells: strings.Fields("111 112 121 131 141 151"),
		}},
		WithoutSales: prospects(),
	}
}

// TenGroups returns a map of a 1-to-5 scale, recency by the mean of frequency
// and monetary, onto ten groups. The groups are in the spirit of Shopify's,
// which have the same axes; which cell is in which group is our choice.
// Each call returns a fresh value.
func TenGroups() Map {
	return Map{
		Version: mapVersion,
		Name:    "ten-groups",
		Bins:    5,
		Axes:    TwoAxes,
		Segments: []Segment{{
			Name: "champions",
			Title: retention.Text{
				English:  "Champions",
				Japanese: "最優良顧客",
			},
			Advice: retention.Text{
				English:  "Thank them, give them early access, and ask them to recommend you.",
				Japanese: "感謝を伝え、先行販売などの特別な体験を用意し、紹介をお願いしましょう。",
			},
			Cells: strings.Fields("5[4-5] 45"),
		}, {
			Name: "loyal",
			Title: retention.Text{
				English:  "Loyal",
				Japanese: "ロイヤル顧客",
			},
			Advice: retention.Text{
				English:  "Keep them with benefits that grow with every purchase.",
				Japanese: "購入を重ねるほど増える特典で、継続的なご利用につなげましょう。",
			},
			Cells: strings.Fields("44 3[4-5]"),
		}, {
			Name: "active",
			Title: retention.Text{
				English:  "Active",
				Japanese: "アクティブ顧客",
			},
			Advice: retention.Text{
				English:  "Recommend what goes with their purchases to make each order larger.",
				Japanese: "関連商品やまとめ買いの提案で、購入頻度と単価を高めましょう。",
			},
			Cells: strings.Fields("[4-5]3"),
		}, {
			Name: "new",
			Title: retention.Text{
				English:  "New",
				Japanese: "新規顧客",
			},
			Advice: retention.Text{
				English:  "Welcome them and pave the way to the second purchase.",
				Japanese: "ウェルカムメールで安心感を届け、2回目の購入につなげましょう。",
			},
			Cells: strings.Fields("[4-5]1"),
		}, {
			Name: "promising",
			Title: retention.Text{
				English:  "Promising",
				Japanese: "有望顧客",
			},
			Advice: retention.Text{
				English:  "Give them a reason to make buying from you a habit.",
				Japanese: "次回使えるクーポンやポイントで、購入の習慣化を後押ししましょう。",
			},
			Cells: strings.Fields("[4-5]2"),
		}, {
			Name: "needs-attention",
			Title: retention.Text{
				English:  "Needs attention",
				Japanese: "要フォロー顧客",
			},
			Advice: retention.Text{
				English:  "Remind them in time, based on what they bought before.",
				Japanese: "購入履歴に合わせた案内を早めに届け、再購入を促しましょう。",
			},
			Cells: strings.Fields("3[2-3]"),
		}, {
			Name: "almost-lost",
			Title: retention.Text{
				English:  "Almost lost",
				Japanese: "離反間近の顧客",
			},
			Advice: retention.Text{
				English:  "Make one clear offer before they forget you.",
				Japanese: "忘れられてしまう前に、分かりやすい特典で再訪を促しましょう。",
			},
			Cells: strings.Fields("31 2[1-2]"),
		}, {
			Name: "at-risk",
			Title: retention.Text{
				English:  "At risk",
				Japanese: "離反リスク顧客",
			},
			Advice: retention.Text{
				English:  "Write to them personally and ask what was missing.",
				Japanese: "個別の連絡で足が遠のいた理由を伺い、解決策を提案しましょう。",
			},
			Cells: strings.Fields("2[3-5]"),
		}, {
			Name: "previously-loyal",
			Title: retention.Text{
				English:  "Previously loyal",
				Japanese: "元ロイヤル顧客",
			},
			Advice: retention.Text{
				English:  "Win them back in person: they once chose you again and again.",
				Japanese: "かつてのご愛顧への感謝を添え、個別の働きかけで復帰を促しましょう。",
			},
			Cells: strings.Fields("1[4-5]"),
		}, {
			Name: "dormant",
			Title: retention.Text{
				English:  "Dormant",
				Japanese: "休眠顧客",
			},
			Advice: retention.Text{
				English:  "Try to wake them up once, and then leave them alone.",
				Japanese: "掘り起こし施策は一度にとどめ、反応がなければ配信を控えましょう。",
			},
			Cells: strings.Fields("1[1-3]"),
		}},
		WithoutSales: prospects(),
	}
}

// SixGroups returns a map of a 1-to-3 scale onto the six groups that Klaviyo
// names; which cell is in which group is our choice. It suits shops with few
// repeat buyers. Each call returns a fresh value.
func SixGroups() Map {
	return Map{
		Version: mapVersion,
		Name:    "six-groups",
		Bins:    3,
		Axes:    ThreeAxes,
		Segments: []Segment{{
			Name: "champions",
			Title: retention.Text{
				English:  "Champions",
				Japanese: "最優良顧客",
			},
			Advice: retention.Text{
				English:  "Reward them and ask them to recommend you.",
				Japanese: "特別な特典で感謝を伝え、レビューや紹介をお願いしましょう。",
			},
			Cells: strings.Fields("33[2-3] 323"),
		}, {
			Name: "loyal",
			Title: retention.Text{
				English:  "Loyal",
				Japanese: "ロイヤル顧客",
			},
			Advice: retention.Text{
				English:  "Keep them with benefits and offer something of higher value.",
				Japanese: "会員特典で関係を保ちながら、上位商品を提案しましょう。",
			},
			Cells: strings.Fields("331 322 23[2-3] 223"),
		}, {
			Name: "recent",
			Title: retention.Text{
				English:  "Recent",
				Japanese: "最近の購入客",
			},
			Advice: retention.Text{
				English:  "Welcome them and pave the way to the next purchase.",
				Japanese: "購入後のフォローで満足度を高め、次の購入につなげましょう。",
			},
			Cells: strings.Fields("31* 321"),
		}, {
			Name: "needs-attention",
			Title: retention.Text{
				English:  "Needs attention",
				Japanese: "要フォロー顧客",
			},
			Advice: retention.Text{
				English:  "Remind them in time, based on what they bought before.",
				Japanese: "購入履歴に合わせた案内を早めに届け、再購入を促しましょう。",
			},
			Cells: strings.Fields("231 22[1-2] 21*"),
		}, {
			Name: "at-risk",
			Title: retention.Text{
				English:  "At risk",
				Japanese: "離反リスク顧客",
			},
			Advice: retention.Text{
				English:  "Write to them personally and make coming back easy.",
				Japanese: "個別の連絡と戻りやすい特典で、離反を防ぎましょう。",
			},
			Cells: strings.Fields("13* 12[2-3] 113"),
		}, {
			Name: "inactive",
			Title: retention.Text{
				English:  "Inactive",
				Japanese: "休眠顧客",
			},
			Advice: retention.Text{
				English:  "Try to wake them up once, and then leave them alone.",
				Japanese: "掘り起こし施策は一度にとどめ、反応がなければ配信を控えましょう。",
			},
			Cells: strings.Fields("121 11[1-2]"),
		}},
		WithoutSales: prospects(),
	}
}

// prospects is the segment of customers without sales.
func prospects() Segment {
	return Segment{
		Name: "prospects",
		Title: retention.Text{
			English:  "Prospects",
			Japanese: "見込み顧客",
		},
		Advice: retention.Text{
			English:  "Win their trust and make the first purchase easy.",
			Japanese: "商品の魅力と安心感を伝え、初回購入のハードルを下げましょう。",
		},
	}
}
