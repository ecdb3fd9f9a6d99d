// Pages without a desk: login, onboarding, portal, errors.
import "ui/theme"
import "ui/toast"
import "ui/menu"
import "ui/forms"
import "ui/clocks"
