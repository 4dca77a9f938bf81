package loyalty

import "reflect"

// clone returns a program that shares nothing with p that can change.
func (p Program) clone() Program {
	own(reflect.ValueOf(&p).Elem())
	return p
}

// own replaces all slices, maps and pointers within v by copies. Fields that
// are not exported belong to values that never change: decimals, dates, times.
func own(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				own(f)
			}
		}
	case reflect.Slice:
		if !v.IsNil() {
			list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(list, v)
			v.Set(list)
		}
		for i := range v.Len() {
			own(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			target := reflect.New(v.Type().Elem())
			target.Elem().Set(v.Elem())
			v.Set(target)
			own(v.Elem())
		}
	case reflect.Map:
		ownMap(v)
	}
}

func ownMap(v reflect.Value) {
	if v.IsNil() {
		return
	}
	copied := reflect.MakeMapWithSize(v.Type(), v.Len())
	for each := v.MapRange(); each.Next(); {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(each.Value())
		own(value)
		copied.SetMapIndex(each.Key(), value)
	}
	v.Set(copied)
}
