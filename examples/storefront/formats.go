package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retentionkit/retention"
)

// format is a kind of file that is known by the names of its columns.
type format struct {
	name  string // of -format
	title retention.Text
	// columns lists, for a role, the names that it goes by; the first one that
	// a file has is used.
	columns map[role][]string
	// marks are sets of columns that no other format has: with all of a set, a
	// file is taken for one of this format.
	marks [][]string

	refundPrefix string
	dates        dateOrder
	totals       bool   // the amount is the order's, on one or all of its rows
	once         bool   // ... on one: an order that has it twice was exported twice
	email        bool   // the customer's key is an email address: case means nothing
	guest        string // what stands for no customer, beside nothing
	words        map[string]status
}

// status is what a shop's word for the state of an order means to us.
type status int

const (
	placed    status = iota
	refunded         // sold, and all the money given back
	cancelled        // sold, and then called off
	unplaced         // never became an order
)

// formats are tried in this order by -format auto.
var formats = []*format{
	{
		name: "shopify", title: retention.Text{English: "Shopify orders export", Japanese: "Shopify の注文エクスポート"},
		marks: [][]string{{"Name", "Created at", "Lineitem quantity"}},
		columns: map[role][]string{
			roleOrder: {"Name"}, roleCustomer: {"Email"}, roleAt: {"Created at"},
			roleAmount: {"Total"}, roleCurrency: {"Currency"}, roleStatus: {"Financial Status"},
			roleCancelled: {"Cancelled at"}, roleRefunded: {"Refunded Amount"},
			roleSKU: {"Lineitem sku"}, roleQuantity: {"Lineitem quantity"}, rolePrice: {"Lineitem price"},
		},
		totals: true, once: true, email: true,
		words: map[string]status{"voided": cancelled, "expired": unplaced},
	},
	{
		name: "woocommerce", title: retention.Text{English: "WooCommerce orders export", Japanese: "WooCommerce の注文エクスポート"},
		marks: [][]string{
			{"Order Status", "Order Date", "Order Total Amount"}, // Advanced Order Export
			{"order_id", "order_total", "billing_email"},         // the plugins that write order_id
			{"order_id", "order_total", "customer_user"},
			{"Order #", "N. Revenue (formatted)", "Status"}, // WooCommerce's own analytics
		},
		columns: map[role][]string{
			roleOrder:    {"Order ID", "Order Number", "Order #"},
			roleCustomer: {"Billing Email", "Email (Billing)", "Customer Email", "Customer ID", "Customer User", "Customer"},
			roleAt:       {"Order Date", "Date", "Date Created"},
			roleAmount:   {"Order Total Amount", "Order Total", "Total", "Net Sales", "N. Revenue (formatted)"},
			roleCurrency: {"Order Currency", "Currency"},
			roleStatus:   {"Order Status", "Status"},
			roleRefunded: {"Order Refund Amount", "Refunded Total"},
			roleSKU:      {"SKU", "Item SKU", "Item Name", "Product Name"},
			roleQuantity: {"Quantity", "Item Quantity", "Quantity (- Refund)"},
		},
		totals: true, email: true, guest: "0", dates: monthFirst,
		words: map[string]status{
			"refunded": refunded, "cancelled": cancelled, "canceled": cancelled,
			"failed": unplaced, "pending": unplaced, "pending payment": unplaced,
			"checkout-draft": unplaced, "draft": unplaced, "trash": unplaced,
		},
	},
	{
		name: "uci", title: retention.Text{English: "UCI Online Retail file", Japanese: "UCI Online Retail のファイル"},
		marks: [][]string{{"StockCode", "InvoiceDate", "Quantity"}},
		columns: map[role][]string{
			roleOrder: {"InvoiceNo", "Invoice"}, roleCustomer: {"CustomerID", "Customer ID"},
			roleAt: {"InvoiceDate"}, roleSKU: {"StockCode"},
			roleQuantity: {"Quantity"}, rolePrice: {"UnitPrice", "Price"},
		},
		refundPrefix: "C", dates: monthFirst,
	},
	{
		name: "plain", title: retention.Text{English: "plain table of orders", Japanese: "注文の一覧表"},
		columns: map[role][]string{
			roleOrder:    {"order", "order_id", "order_no", "order_number", "invoice", "invoice_id", "invoice_no", "transaction_id", "注文番号", "注文ID", "注文No", "受注番号", "受注ID", "売上ID", "購入ID", "伝票番号"},
			roleLine:     {"line", "line_no", "line_number"},
			roleCustomer: {"customer", "customer_id", "customer_no", "cust", "cust_id", "user", "user_id", "member", "member_id", "client_id", "email", "顧客", "顧客ID", "顧客番号", "会員番号", "会員ID", "お客様番号", "顧客コード", "メールアドレス"},
			roleAt:       {"at", "date", "order_date", "ordered_at", "placed_at", "purchase_date", "purchased_at", "created_at", "timestamp", "datetime", "invoice_date", "注文日時", "注文日", "受注日時", "受注日", "購入日時", "購入日", "売上日", "日付"},
			roleKind:     {"kind"},
			roleSKU:      {"sku", "product_id", "item_id", "商品コード", "商品番号"},
			roleCategory: {"category", "カテゴリ", "カテゴリー"},
			roleQuantity: {"quantity", "qty", "数量"},
			rolePrice:    {"price", "unit_price", "単価"},
			roleAmount:   {"amount", "total", "revenue", "order_total", "total_amount", "sales", "total_price", "金額", "合計金額", "注文金額", "請求金額", "購入金額", "税込金額", "合計"},
			roleCurrency: {"currency", "通貨"},
		},
	},
}

func formatNamed(name string) *format {
	for _, f := range formats {
		if f.name == name {
			return f
		}
	}
	return nil
}

// guess returns the format that a header looks like.
func guess(header []string) *format {
	l := newLayout(nil, header)
	missing := func(name string) bool { return len(l.indexes(name)) == 0 }
	for _, f := range formats {
		for _, set := range f.marks {
			if !slices.ContainsFunc(set, missing) {
				return f
			}
		}
	}
	return formatNamed("plain")
}

// layOut finds a format's columns in a header, those that the user named first.
// A nil format has no others.
func layOut(f *format, named namedColumns, header []string) (*layout, error) {
	if f == nil {
		f = &format{name: "columns", title: retention.Text{English: "columns as named", Japanese: "指定された列"}}
	}
	l := newLayout(f, header)
	for r := range roles {
		name, ok := named[r]
		if !ok {
			name = l.first(f.columns[r])
		}
		if name == "" {
			continue
		}
		if err := l.find(r, name); err != nil {
			return nil, err
		}
	}
	if err := l.require(); err != nil {
		return nil, err
	}
	return l, l.check()
}

// first returns the first of some names that the header has, or "".
func (l *layout) first(names []string) string {
	i := slices.IndexFunc(names, func(n string) bool { return len(l.indexes(n)) > 0 })
	if i < 0 {
		return ""
	}
	return names[i]
}

// require makes sure that a file has the columns without which it is not what
// it is said to be. A plain table needs no order IDs.
func (l *layout) require() error {
	var missing []retention.Text
	var without []role
	for _, r := range []role{roleOrder, roleCustomer, roleAt, roleAmount, roleQuantity, rolePrice} {
		names := l.format.columns[r]
		optional := l.format.name == "plain" || l.format.totals && (r == roleQuantity || r == rolePrice)
		if len(names) == 0 || optional || l.has(r) {
			continue
		}
		missing = append(missing, retention.Text{
			English:  fmt.Sprintf(`"%s" (for the %v)`, strings.Join(names, `" or "`), r),
			Japanese: fmt.Sprintf("「%s」（%s）", strings.Join(names, "」か「"), roleTitles[r]),
		})
		without = append(without, r)
	}
	if missing == nil {
		return nil
	}
	return complain("no column %v, as a %v has: %v; the columns are %s", "%[2]vにあるはずの列%[1]vが見つかりません。%[3]v。ファイルの列: %[4]s",
		joined(missing, ", nor ", "、"), l.format.title, l.remedy(without...), l.list())
}
