package org.healthdiary.ui

import android.content.res.Configuration
import android.view.View
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.requiredSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.key
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalConfiguration
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.platform.LocalResources
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.look.DiaryTheme
import java.util.Locale

/** The node that [Stage] draws a screen in. */
const val STAGE = "stage"

/** A screen on a phone, whatever the phone is that the test runs on. */
@Composable
fun Stage(
    phone: Phone,
    screen: @Composable () -> Unit,
) {
    val base = LocalContext.current
    val configuration =
        Configuration(base.resources.configuration).apply {
            setLocale(Locale.forLanguageTag(phone.language))
            fontScale = phone.text
            val night = if (phone.dark) Configuration.UI_MODE_NIGHT_YES else Configuration.UI_MODE_NIGHT_NO
            uiMode = (uiMode and Configuration.UI_MODE_NIGHT_MASK.inv()) or night
            screenWidthDp = phone.width
            screenHeightDp = phone.height
            if (phone.rightToLeft) {
                screenLayout =
                    (screenLayout and Configuration.SCREENLAYOUT_LAYOUTDIR_MASK.inv()) or Configuration.SCREENLAYOUT_LAYOUTDIR_RTL
            }
        }
    val context = base.createConfigurationContext(configuration)
    val rtl = phone.rightToLeft || configuration.layoutDirection == View.LAYOUT_DIRECTION_RTL
    key(phone) {
        CompositionLocalProvider(
            LocalContext provides context,
            LocalConfiguration provides configuration,
            LocalResources provides if (phone.pseudo) PseudoResources(context.resources) else context.resources,
            LocalDensity provides Density(LocalDensity.current.density, phone.text),
            LocalLayoutDirection provides if (rtl) LayoutDirection.Rtl else LayoutDirection.Ltr,
        ) {
            Box(Modifier.testTag(STAGE).requiredSize(phone.width.dp, phone.height.dp)) {
                DiaryTheme(content = screen)
            }
        }
    }
}
