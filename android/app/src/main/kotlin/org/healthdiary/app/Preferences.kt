package org.healthdiary.app

import android.content.Context
import androidx.core.content.edit
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import java.time.Duration

/** What a person has set, and what the app was told once. It says nothing of what is written down; one for the process. */
internal class Preferences(
    context: Context,
) {
    private val kept = context.getSharedPreferences("preferences", Context.MODE_PRIVATE)
    private val hideScreenNow = MutableStateFlow(kept.getBoolean(HIDE_SCREEN, true))
    private val restoredNow = MutableStateFlow(kept.getLong(RESTORED, 0).takeIf { it > 0 })

    /** Whether neither the task switcher nor a picture of the screen shows what is in a diary. */
    val hideScreen: StateFlow<Boolean> = hideScreenNow.asStateFlow()

    /** When the backup was made that the diary was restored from, milliseconds since 1970, until somebody has read it. */
    val restoredFrom: StateFlow<Long?> = restoredNow.asStateFlow()

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

    /** Whether the phone was ever asked for [permission]: until then nobody has refused it for ever. */
    fun wasAsked(permission: String): Boolean = kept.getBoolean(ASKED + permission, false)

    fun noteAsked(permission: String) = kept.edit { putBoolean(ASKED + permission, true) }

    private companion object {
        const val HIDE_SCREEN = "hide-screen"
        const val RESTORED = "restored-from"
        const val LOCK_AFTER = "lock-after"
        const val NOTICES = "notices"
        const val ASKED = "asked:"
        const val ONE_MINUTE_MS = 60_000L
    }
}
