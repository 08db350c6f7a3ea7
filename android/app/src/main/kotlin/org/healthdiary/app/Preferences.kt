package org.healthdiary.app

import android.content.Context
import androidx.core.content.edit
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import org.healthdiary.ui.screens.Measure
import java.time.Duration

/** What a person has set, and what the app was told once. It says nothing of what is written down; one for the process. */
internal class Preferences(
    context: Context,
) {
    private val kept = context.getSharedPreferences("preferences", Context.MODE_PRIVATE)
    private val hideScreenNow = MutableStateFlow(kept.getBoolean(HIDE_SCREEN, true))
    private val restoredNow = MutableStateFlow(kept.getLong(RESTORED, 0).takeIf { it > 0 })

    private val unitsNow = MutableStateFlow(keptUnits())

    /** Whether neither the task switcher nor a picture of the screen shows what is in a diary. */
    val hideScreen: StateFlow<Boolean> = hideScreenNow.asStateFlow()

    /** When the backup was made that the diary was restored from, milliseconds since 1970, until somebody has read it. */
    val restoredFrom: StateFlow<Long?> = restoredNow.asStateFlow()

    /** The units that somebody chose to see, and to type in. */
    val units: StateFlow<Map<Measure, String>> = unitsNow.asStateFlow()

    /** How long nobody looks before the diary is locked. */
    var lockAfter: Duration
        get() = Duration.ofMillis(kept.getLong(LOCK_AFTER, ONE_MINUTE_MS))
        set(after) = kept.edit { putLong(LOCK_AFTER, after.toMillis()) }

    /** Whether the phone shall say that an entry waits. */
    var notices: Boolean
        get() = kept.getBoolean(NOTICES, true)
        set(on) = kept.edit { putBoolean(NOTICES, on) }

    fun setHideScreen(on: Boolean) {
        kept.edit { putBoolean(HIDE_SCREEN, on) }
        hideScreenNow.value = on
    }

    fun setRestoredFrom(atMs: Long?) {
        kept.edit { if (atMs == null) remove(RESTORED) else putLong(RESTORED, atMs) }
        restoredNow.value = atMs
    }

    /** Shows a quantity in a unit from now on; none for the unit that it was recorded in. */
    fun setUnit(
        measure: Measure,
        unit: String?,
    ) {
        kept.edit { if (unit == null) remove(UNIT + measure.name) else putString(UNIT + measure.name, unit) }
        unitsNow.value = keptUnits()
    }

    private fun keptUnits(): Map<Measure, String> =
        Measure.entries.mapNotNull { measure -> kept.getString(UNIT + measure.name, null)?.let { measure to it } }.toMap()

    /** Whether the phone was ever asked for [permission]: until then nobody has refused it for ever. */
    fun wasAsked(permission: String): Boolean = kept.getBoolean(ASKED + permission, false)

    fun noteAsked(permission: String) = kept.edit { putBoolean(ASKED + permission, true) }

    private companion object {
        const val HIDE_SCREEN = "hide-screen"
        const val RESTORED = "restored-from"
        const val LOCK_AFTER = "lock-after"
        const val NOTICES = "notices"
        const val UNIT = "unit:"
        const val ASKED = "asked:"
        const val ONE_MINUTE_MS = 60_000L
    }
}
