package org.healthdiary.app

import android.app.Application
import android.app.Notification
import android.app.NotificationManager
import android.content.Context
import android.content.pm.ComponentInfo
import android.content.pm.PackageManager
import android.os.Bundle
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.healthdiary.ui.R as Words

/**
 * What others may see on the phone, in both languages: notifications, their channels, labels, the switcher of tasks. None of it is of
 * health.
 */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], application = Application::class)
internal class SeenByOthersTest {
    private val languages = listOf("en", "de")

    /** In a language; qualifiers are those of the whole phone. */
    private fun onEach(look: (Context) -> Unit) =
        languages.forEach {
            RuntimeEnvironment.setQualifiers("+$it")
            look(RuntimeEnvironment.getApplication())
        }

    /** The words that say what it is: every kind of entry, and what goes with them. */
    private fun ofHealth(context: Context): List<String> {
        // What failed is called as what it is, with "not measured" behind it.
        val names = Words.string::class.java.fields.filter { it.name.startsWith("kind_") && !it.name.startsWith("kind_failed") }
        val kinds = names.map { context.getString(it.getInt(null)) }
        assertTrue("the vocabulary is there", kinds.size > KINDS)
        return kinds.filter {
            it != context.getString(Words.string.kind_note)
        }.flatMap { it.split(' ', ',', '-') }.filter { it.length > 2 } +
            MORE
    }

    private fun assertDiscreet(
        said: String,
        context: Context,
    ) {
        val found = ofHealth(context).filter { word -> Regex("\\b${Regex.escape(word)}", RegexOption.IGNORE_CASE).containsMatchIn(said) }
        assertEquals("“$said”", emptyList<String>(), found)
        assertTrue("“$said” has a number", said.none(Char::isDigit))
    }

    @Test
    fun `notifications and their channels`() =
        onEach { context ->
            shadowOf(context as Application).grantPermissions("android.permission.POST_NOTIFICATIONS")
            Notices(context, Preferences(context)).somethingWaits()
            val manager = context.getSystemService(NotificationManager::class.java)
            val shown = shadowOf(manager).allNotifications
            assertTrue(shown.isNotEmpty())
            for (notice in shown) {
                assertEquals("nothing of it on a locked screen", Notification.VISIBILITY_SECRET, notice.visibility)
                (textsOf(notice.extras) + notice.tickerText + notice.actions.orEmpty().map { it.title })
                    .filterNotNull()
                    .forEach { assertDiscreet("$it", context) }
            }
            manager.notificationChannels.forEach { assertDiscreet("${it.name} ${it.description.orEmpty()}", context) }
        }

    private fun textsOf(extras: Bundle): List<CharSequence?> =
        extras.keySet().map { key ->
            @Suppress("DEPRECATION")
            extras.get(key) as? CharSequence
        }.filter { it?.contains("android.") != true && it?.contains("org.healthdiary") != true }

    @Test
    fun `every string that the app itself has is for such places, and says nothing of health`() =
        onEach { context ->
            val own = R.string::class.java.fields.filter { field -> OWN.any(field.name::startsWith) }
            assertTrue(own.size >= OWN.size)
            own.forEach { assertDiscreet(context.getString(it.getInt(null)), context) }
        }

    @Test
    fun `labels of the app and of what it is made of`() =
        onEach { context ->
            val wanted = PackageManager.GET_ACTIVITIES or PackageManager.GET_SERVICES or PackageManager.GET_RECEIVERS
            val info = context.packageManager.getPackageInfo(context.packageName, wanted)
            val parts: List<ComponentInfo> = info.activities.orEmpty().toList() + info.services.orEmpty() + info.receivers.orEmpty()
            assertTrue(parts.isNotEmpty())
            parts.filter { it.name.startsWith("org.healthdiary") }.forEach {
                assertDiscreet("${it.loadLabel(context.packageManager)}", context)
            }
            assertDiscreet("${context.applicationInfo.loadLabel(context.packageManager)}", context)
        }

    private companion object {
        const val KINDS = 25

        /** How the app's own strings are called; the screens' are in another module. */
        val OWN = listOf("app_name", "prompt_", "notice_")

        /** Of both languages; the beginnings of words. */
        val MORE =
            listOf(
                "health",
                "medic",
                "blood",
                "pressure",
                "reading",
                "heart",
                "oxygen",
                "cuff",
                "doctor",
                "patient",
                "illness",
                "disease",
            ) +
                listOf("gesund", "medizin", "blut", "druck", "messung", "messwert", "herz", "sauerstoff", "manschette", "arzt", "krank")
    }
}
