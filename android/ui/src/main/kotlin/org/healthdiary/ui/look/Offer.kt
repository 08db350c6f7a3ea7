package org.healthdiary.ui.look

import androidx.compose.runtime.staticCompositionLocalOf

/** What an app can lead to from a screen. A way that leads nowhere is not shown. */
enum class Offer { Restore, Chart, Anything, Waiting, Users, Kinds, Change, OwnLocks }

/** What is offered; everything, where nobody says otherwise. */
val LocalOffers = staticCompositionLocalOf { Offer.entries.toSet() }
